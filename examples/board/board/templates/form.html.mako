<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%block name="title">${_("Error:") + " " if form.wrong or form.faults else ""}${heading}</%block>
<nav aria-label="${_('Where you are')}" class="trail">
  % for label, url in trail:
  ## safe: made by route_path in the view
  <a href="${url}">${label}</a>
  % endfor
</nav>
<h1>${heading}</h1>
<div class="panel">
  ${fields.summary(form)}
  ## safe: made by route_path in the view
  <form action="${action}" method="post" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    % for field in form.fields.values():
    ${fields.draw(field, focus=(loop.first and not form.wrong) or (bool(form.wrong) and field is form.wrong[0]))}
    % endfor
    <div class="actions">
      <button type="submit" class="main">${button}</button>
      ## safe: made by route_path in the view
      <a href="${trail[-1][1]}">${_("Cancel")}</a>
    </div>
  </form>
</div>
% if danger:
<div class="danger">
  <p>${danger.words}</p>
  % if danger.error:
  <p class="error" role="alert">${danger.error}</p>
  % endif
  ## safe: made by route_path in the view
  <form action="${danger.url}" method="post"><input type="hidden" name="csrf_token" value="${request.site.token}"><button type="submit" class="danger">${danger.button}</button></form>
</div>
% endif
