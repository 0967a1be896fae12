<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${_("Activity on ${board}", board=board.name)}</%block>
${parts.trail(trail)}
<h1>${_("Activity")}</h1>
% if found:
<ol class="feed">
  % for one in found:
  <li>
    ${parts.avatar(users.get(one.actor_id))}
    <p><b>${users[one.actor_id].name if one.actor_id in users else _("Somebody")}</b> ${words[one.id]} <time class="soft small" datetime="${one.created.isoformat()}">${day(one.created)}, ${f"{one.created:%H:%M}"} UTC</time></p>
  </li>
  % endfor
</ol>
${parts.paging(paging)}
% else:
<div class="empty"><p>${_("Nothing was done here yet.")}</p></div>
% endif
