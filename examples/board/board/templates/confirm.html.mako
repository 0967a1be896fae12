<%inherit file="base.html.mako"/>
<%block name="title">${heading}</%block>
<nav aria-label="${_('Where you are')}" class="trail">
  % for label, url in trail:
  ## safe: made by route_path in the view
  <a href="${url}">${label}</a>
  % endfor
</nav>
<div class="panel">
  <h1>${heading}</h1>
  <p>${words}</p>
  ## safe: made by route_path in the view
  <form action="${action}" method="post">
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    <div class="actions">
      <button type="submit" class="danger">${button}</button>
      ## safe: made by route_path in the view
      <a href="${trail[-1][1]}">${_("Cancel")}</a>
    </div>
  </form>
</div>
