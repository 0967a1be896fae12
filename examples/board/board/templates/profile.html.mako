<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${_("Your profile")}</%block>
${parts.trail(trail)}
<h1>${_("Your profile")}</h1>
<div class="panel">
  ${fields.summary(form)}
  <form action="${request.route_path('profile')}" method="post" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    ${fields.draw(form["name"])}
    <div class="actions"><button type="submit" class="main">${_("Save the name")}</button></div>
  </form>
</div>
<section class="panel picture" aria-labelledby="picture-name">
  <h2 id="picture-name">${_("Your picture")}</h2>
  % if user.avatar:
  <img class="large avatar" src="${request.route_path('picture', name=user.avatar)}" alt="${_('Your picture')}" width="96" height="96">
  % endif
  ${fields.summary(picture_form)}
  <form action="${request.route_path('profile_picture')}" method="post" enctype="multipart/form-data" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    ${fields.draw(picture_form["picture"])}
    <div class="actions"><button type="submit" class="main">${_("Upload")}</button></div>
  </form>
  % if user.avatar:
  <form action="${request.route_path('profile_picture_delete')}" method="post"><input type="hidden" name="csrf_token" value="${request.site.token}"><button type="submit" class="quiet">${_("Remove the picture")}</button></form>
  % endif
</section>
