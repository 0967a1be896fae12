<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${_("Error:") + " " if refused or form.wrong else ""}${_("Import cards")}</%block>
${parts.trail(trail)}
<h1>${_("Import cards")}</h1>
% if refused:
<div class="faults" role="alert">
  <p>${ngettext("One line cannot be imported, so nothing was.", "${n} lines cannot be imported, so nothing was.", len(refused))} ${_("Mend the file and send it again.")}</p>
</div>
<div class="scroll" tabindex="0" role="group" aria-labelledby="refused-name">
<table>
  <caption id="refused-name">${_("Refused lines")}</caption>
  <thead><tr><th scope="col">${_("Line")}</th><th scope="col">${_("Title")}</th><th scope="col">${_("What is wrong")}</th></tr></thead>
  <tbody>
    % for line in refused:
    <tr><td>${line.number}</td><td>${line.title}</td><td>
      % for cell, message in line.errors:
      <p>${cell}: ${request.tell(message)}</p>
      % endfor
    </td></tr>
    % endfor
  </tbody>
</table>
</div>
% endif
<div class="panel">
  ${fields.summary(form)}
  <form action="${request.route_path('import', board_id=board.id)}" method="post" enctype="multipart/form-data" novalidate>
    <input type="hidden" name="csrf_token" value="${request.site.token}">
    ${fields.draw(form["file"])}
    <div class="actions">
      <button type="submit" class="main">${_("Import")}</button>
      <a href="${request.route_path('board', board_id=board.id)}">${_("Cancel")}</a>
    </div>
  </form>
</div>
