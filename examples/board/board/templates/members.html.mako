<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${_("Members of ${board}", board=board.name)}</%block>
${parts.trail(trail)}
<h1>${_("Members")}</h1>
<p class="soft">${_("Only members see this board.") if board.members_only else _("Everybody sees this board and works at it; owners also decide who is a member.")}</p>
% if members:
<ul class="people">
  % for member in members:
  <li>
    ${parts.avatar(member.user)}
    <span class="person"><b>${member.user.name}</b> <span class="soft">${member.user.login}</span></span>
    <span class="role">${_("Owner") if member.role == "owner" else _("Member")}</span>
    % if request.has_permission("own") or member.user.id == request.identity.id:
    <form action="${request.route_path('member_delete', board_id=board.id, user_id=member.user.id)}" method="post"><input type="hidden" name="csrf_token" value="${request.site.token}"><button type="submit" class="quiet" aria-label="${_('Leave the board') if member.user.id == request.identity.id else _('Remove ${name} from the board', name=member.user.name)}">${_("Leave") if member.user.id == request.identity.id else _("Remove")}</button></form>
    % endif
  </li>
  % endfor
</ul>
% else:
<div class="empty"><p>${_("This board has no members.")}</p></div>
% endif
% if request.has_permission("own"):
<section class="panel" aria-labelledby="add-name">
  <h2 id="add-name">${_("Add somebody")}</h2>
  <p class="soft">${_("For somebody who is a member already this changes the role.")}</p>
  ${fields.summary(form)}
  <form action="${request.route_path('members', board_id=board.id)}" method="post" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    ${fields.draw(form["login"])}
    ${fields.draw(form["role"])}
    <div class="actions"><button type="submit" class="main">${_("Add")}</button></div>
  </form>
</section>
% endif
