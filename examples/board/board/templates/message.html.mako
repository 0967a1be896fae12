<%inherit file="base.html.mako"/>
<%block name="title">${heading}</%block>
<div class="empty message">
  <h1>${heading}</h1>
  <p>${words}</p>
  <p><a class="button main" href="${request.route_path('home')}">${_("To the boards")}</a></p>
</div>
