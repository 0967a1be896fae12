<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${_("Labels of ${board}", board=board.name)}</%block>
${parts.trail(trail)}
<h1>${_("Labels")}</h1>
% if labels:
<ul class="people">
  % for label in labels:
  <li>
    <span class="person"><span class="label ${label.colour}">${label.name}</span></span>
    <form action="${request.route_path('label_delete', label_id=label.id)}" method="post"><input type="hidden" name="csrf_token" value="${request.site.token}"><button type="submit" class="quiet" aria-label="${_('Remove the label “${label}”', label=label.name)}">${_("Remove")}</button></form>
  </li>
  % endfor
</ul>
% else:
<div class="empty"><p>${_("This board has no labels yet.")}</p></div>
% endif
<section class="panel" aria-labelledby="add-name">
  <h2 id="add-name">${_("Add a label")}</h2>
  ${fields.summary(form)}
  <form action="${request.route_path('labels', board_id=board.id)}" method="post" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    ${fields.draw(form["name"])}
    ${fields.draw(form["colour"])}
    <div class="actions"><button type="submit" class="main">${_("Add")}</button></div>
  </form>
</section>
