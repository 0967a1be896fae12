## The markup of form fields: one definition for each kind, and what stands above a form.

<%def name="summary(form)">
% if form.wrong or form.faults:
<div class="faults" role="alert">
  % for fault in form.faults:
  <p>${fault}</p>
  % endfor
  % if form.wrong:
  <p>Please look at ${"this field" if len(form.wrong) == 1 else "these fields"} again:
  % for field in form.wrong:
    <a href="#${field.id}">${field.label}</a>${"" if loop.last else ","}
  % endfor
  </p>
  % endif
</div>
% endif
</%def>

<%def name="draw(field, focus=False)">
% if field.kind == "hidden":
<input type="hidden" name="${field.name}" value="${field.value}">
% else:
<div class="field${' wrong' if field.error else ''}">
  <label for="${field.id}">${field.label}\
  % if not field.required:
 <span class="optional">(optional)</span>\
  % endif
</label>
  % if field.hint:
  <p class="hint" id="${field.id}-hint">${field.hint}</p>
  % endif
  % if field.error:
  <p class="error" id="${field.id}-error"><span class="hidden">Error: </span>${field.error}</p>
  % endif
  % if field.kind == "text":
  <textarea id="${field.id}" name="${field.name}" rows="7"${attributes(field, focus)}>
${field.value}</textarea>
  % elif field.kind == "choice":
  <select id="${field.id}" name="${field.name}"${attributes(field, focus)}>
    % for option in field.options:
    <option value="${option.value}"${" selected" if option.chosen else ""}>${option.label}</option>
    % endfor
  </select>
  % else:
  <input id="${field.id}" type="${'password' if field.kind == 'password' else 'text'}" name="${field.name}" value="${field.value}" autocomplete="${field.autocomplete}"${attributes(field, focus)}>
  % endif
</div>
% endif
</%def>

<%def name="attributes(field, focus)">\
${" required" if field.required else ""}${" autofocus" if focus else ""}\
% if field.error:
 aria-invalid="true"\
% endif
% if field.described_by:
 aria-describedby="${field.described_by}"\
% endif
</%def>
