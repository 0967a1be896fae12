## The markup of form fields: one definition for each kind, and what stands above a form.

<%def name="summary(form)">
% if form.wrong or form.faults:
<div class="faults" role="alert">
  % for fault in form.faults:
  <p>${fault}</p>
  % endfor
  % if form.wrong:
  <p>${ngettext("Please look at this field again:", "Please look at these fields again:", len(form.wrong))}
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
% elif field.kind == "flag":
<div class="field tick">
  <label for="${field.id}"><input id="${field.id}" type="checkbox" name="${field.name}" value="yes"${" checked" if field.value else ""}${attributes(field, False)}> ${field.label}</label>
  % if field.hint:
  <p class="hint" id="${field.id}-hint">${field.hint}</p>
  % endif
  % if field.error:
  <p class="error" id="${field.id}-error"><span class="hidden">${_("Error:")} </span>${field.error}</p>
  % endif
</div>
% elif field.kind == "several":
% if field.options:
<fieldset class="field ticks">
  <legend>${field.label} <span class="optional">${_("(optional)")}</span></legend>
  % if field.error:
  <p class="error" id="${field.id}-error"><span class="hidden">${_("Error:")} </span>${field.error}</p>
  % endif
  % for option in field.options:
  <label for="${field.id}-${option.value}"><input id="${field.id}-${option.value}" type="checkbox" name="${field.name}" value="${option.value}"${" checked" if option.chosen else ""}> ${option.label}</label>
  % endfor
</fieldset>
% endif
% else:
<div class="field${' wrong' if field.error else ''}">
  <label for="${field.id}">${field.label}\
  % if not field.required:
 <span class="optional">${_("(optional)")}</span>\
  % endif
</label>
  % if field.hint:
  <p class="hint" id="${field.id}-hint">${field.hint}</p>
  % endif
  % if field.error:
  <p class="error" id="${field.id}-error"><span class="hidden">${_("Error:")} </span>${field.error}</p>
  % endif
  % if field.kind == "text":
  <textarea id="${field.id}" name="${field.name}" rows="7"${attributes(field, focus)}>
${field.value}</textarea>
  % elif field.kind in ("choice", "pick"):
  <select id="${field.id}" name="${field.name}"${attributes(field, focus)}>
    % for option in field.options:
    <option value="${option.value}"${" selected" if option.chosen else ""}>${option.label}</option>
    % endfor
  </select>
  % elif field.kind == "file":
  <input id="${field.id}" type="file" name="${field.name}" accept="${field.accept}"${attributes(field, focus)}>
  % elif field.kind == "day":
  <input id="${field.id}" type="date" name="${field.name}" value="${field.value}"${attributes(field, focus)}>
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
