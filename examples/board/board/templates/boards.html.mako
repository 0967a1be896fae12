<%inherit file="base.html.mako"/>
<%block name="title">Boards</%block>
<div class="heading">
  <h1>Boards</h1>
  <a class="button main" href="${request.route_path('board_new')}">New board</a>
</div>
% if boards:
<ul class="boards">
  % for one in boards:
  <li>
    <h2><a href="${request.route_path('board', board_id=one.board.id)}">${one.board.name}</a></h2>
    % if one.board.summary:
    <p>${one.board.summary}</p>
    % endif
    <p class="count">${one.columns} ${"column" if one.columns == 1 else "columns"} · ${one.cards} ${"card" if one.cards == 1 else "cards"}${" · members only" if one.board.members_only else ""}</p>
  </li>
  % endfor
</ul>
% else:
<div class="empty">
  <p>There is no board yet.</p>
  <p><a class="button main" href="${request.route_path('board_new')}">Make the first one</a></p>
</div>
% endif
