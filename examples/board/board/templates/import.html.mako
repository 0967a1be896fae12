<%inherit file="base.html.mako"/>
<%namespace name="fields" file="fields.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${"Error: " if refused or form.wrong else ""}Import cards</%block>
${parts.trail(trail)}
<h1>Import cards</h1>
% if refused:
<div class="faults" role="alert">
  <p>${"One line" if len(refused) == 1 else f"{len(refused)} lines"} cannot be imported, so nothing was. Mend the file and send it again.</p>
</div>
<div class="scroll" tabindex="0" role="group" aria-labelledby="refused-name">
<table>
  <caption id="refused-name">Refused lines</caption>
  <thead><tr><th scope="col">Line</th><th scope="col">Title</th><th scope="col">What is wrong</th></tr></thead>
  <tbody>
    % for line in refused:
    <tr><td>${line.number}</td><td>${line.title}</td><td>
      % for error in line.errors:
      <p>${error}</p>
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
      <button type="submit" class="main">Import</button>
      <a href="${request.route_path('board', board_id=board.id)}">Cancel</a>
    </div>
  </form>
</div>
