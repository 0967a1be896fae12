<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${_("Users")}</%block>
${parts.trail(trail)}
<h1>${_("Users")}</h1>
<ul class="people">
  % for user in users:
  <li>
    ${parts.avatar(user)}
    <span class="person"><b>${user.name}</b> <span class="soft">${user.login}</span></span>
    % if user.is_admin:
    <span class="role">${_("Administrator")}</span>
    % endif
    % if user.is_locked:
    <span class="role late">${_("Locked")}</span>
    % endif
    <a class="button quiet" href="${request.route_path('user_edit', user_id=user.id)}" aria-label="${_('Edit ${name}', name=user.name)}">${_("Edit")}</a>
  </li>
  % endfor
</ul>
${parts.paging(paging)}
<section class="panel" aria-labelledby="add-name">
  <h2 id="add-name">${_("Add a user")}</h2>
  ${fields.summary(form)}
  <form action="${request.route_path('users')}" method="post" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    % for field in form.fields.values():
    ${fields.draw(field)}
    % endfor
    <div class="actions"><button type="submit" class="main">${_("Add the user")}</button></div>
  </form>
</section>
