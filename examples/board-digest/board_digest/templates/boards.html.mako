<%inherit file="board:templates/base.html.mako"/>
<%block name="title">${_("Boards")}</%block>
<div class="heading">
  <h1>${_("Boards")}</h1>
  <div class="tools">
    <a class="button digest" href="${request.route_path('board_digest')}">${_("What is due", domain="board_digest")}</a>
    <a class="button main" href="${request.route_path('board_new')}">${_("New board")}</a>
  </div>
</div>
% if boards:
<ul class="boards">
  % for one in boards:
  <li>
    <h2><a href="${request.route_path('board', board_id=one.board.id)}">${one.board.name}</a></h2>
    % if one.board.summary:
    <p>${one.board.summary}</p>
    % endif
    <p class="count">${ngettext("${n} column", "${n} columns", one.columns)} · ${ngettext("${n} card", "${n} cards", one.cards)}${" · " + _("members only") if one.board.members_only else ""}</p>
  </li>
  % endfor
</ul>
% else:
<div class="empty">
  <p>${_("There is no board yet.")}</p>
  <p><a class="button main" href="${request.route_path('board_new')}">${_("Make the first one")}</a></p>
</div>
% endif
