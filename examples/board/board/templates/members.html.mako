<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">Members of ${board.name}</%block>
${parts.trail(trail)}
<h1>Members</h1>
<p class="soft">${"Only members see this board." if board.members_only else "Everybody sees this board and works at it; owners also decide who is a member."}</p>
% if members:
<ul class="people">
  % for member in members:
  <li>
    ${parts.avatar(member.user)}
    <span class="person"><b>${member.user.name}</b> <span class="soft">${member.user.login}</span></span>
    <span class="role">${"Owner" if member.role == "owner" else "Member"}</span>
    % if owns or member.user.id == request.identity.id:
    <form action="${request.route_path('member_delete', board_id=board.id, user_id=member.user.id)}" method="post"><input type="hidden" name="csrf_token" value="${request.site.token}"><button type="submit" class="quiet" aria-label="${"Leave the board" if member.user.id == request.identity.id else f"Remove {member.user.name} from the board"}">${"Leave" if member.user.id == request.identity.id else "Remove"}</button></form>
    % endif
  </li>
  % endfor
</ul>
% else:
<div class="empty"><p>This board has no members.</p></div>
% endif
% if owns:
<section class="panel" aria-labelledby="add-name">
  <h2 id="add-name">Add somebody</h2>
  <p class="soft">For somebody who is a member already this changes the role.</p>
  ${fields.summary(form)}
  <form action="${request.route_path('members', board_id=board.id)}" method="post" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    ${fields.draw(form["login"])}
    ${fields.draw(form["role"])}
    <div class="actions"><button type="submit" class="main">Add</button></div>
  </form>
</section>
% endif
