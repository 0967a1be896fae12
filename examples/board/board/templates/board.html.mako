<%inherit file="base.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%! wide = True %>
<%block name="title">${board.name}</%block>
<div class="heading">
  <div>
    <nav aria-label="${_('Where you are')}" class="trail"><a href="${request.route_path('home')}">${_("Boards")}</a></nav>
    <h1>${board.name}</h1>
    % if board.members_only:
    <p class="closed">${_("Members only")}</p>
    % endif
    % if board.summary:
    <p class="summary">${board.summary}</p>
    % endif
  </div>
  <div class="tools">
    <a class="button" href="${request.resource_path(request.context, 'edit')}">${_("Edit board")}</a>
    <a class="button" href="${request.resource_path(request.context, 'columns', 'new')}">${_("Add column")}</a>
    <details class="menu">
      <summary class="button">${_("More")}</summary>
      <ul>
        <li><a href="${request.resource_path(request.context, 'members')}">${_("Members")}</a></li>
        <li><a href="${request.resource_path(request.context, 'labels')}">${_("Labels")}</a></li>
        <li><a href="${request.resource_path(request.context, 'activity')}">${_("Activity")}</a></li>
        <li><a href="${request.resource_path(request.context, 'import')}">${_("Import cards")}</a></li>
        <li><a href="${request.route_path('export', board_id=board.id)}">${_("Export as CSV")}</a></li>
      </ul>
    </details>
  </div>
</div>
% if lanes:
<div class="lanes" role="group" aria-label="${_('Columns')}" tabindex="0" data-moved="${_('Moved “${card}” to “${column}”.')}">
  % for lane in lanes:
  <% first, last = loop.first, loop.last %>
  <section class="lane" id="column-${lane.column.id}" data-column="${lane.column.id}" aria-labelledby="column-${lane.column.id}-name">
    <div class="lane-head">
      <h2 id="column-${lane.column.id}-name">${lane.column.name}</h2>
      <span class="count"><span class="hidden">${_("Cards:")} </span>${len(lane.cards)}</span>
      <a class="icon" href="${request.route_path('column_edit', column_id=lane.column.id)}" aria-label="${_('Edit the column “${column}”', column=lane.column.name)}">
        <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false"><path d="m13.6 3.3 3.1 3.1-9.4 9.4-3.7.6.6-3.7 9.4-9.4Z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/></svg>
      </a>
    </div>
    <ol class="cards">
      % for card in lane.cards:
      <li class="card" id="card-${card.id}" data-move="${request.route_path('api_card_move', card_id=card.id)}" data-title="${card.title}">
        ${parts.labels(labels.get(card.id, ()))}
        <h3><a href="${request.route_path('card', card_id=card.id)}">${card.title}</a></h3>
        % if card.text:
        <p class="snippet">${card.text}</p>
        % endif
        ${parts.due(card, today, day)}
        % if comments.get(card.id):
        <p class="talk">${ngettext("${n} comment", "${n} comments", comments[card.id])}</p>
        % endif
        <form class="steps" action="${request.route_path('card_step', card_id=card.id)}" method="post" aria-label="${_('Move “${card}”', card=card.title)}">
          <input type="hidden" name="csrf_token" value="${request.site.token}">
          ${step("left", _("Move “${card}” left", card=card.title), _("Move left"), _("Moved “${card}” left.", card=card.title), first)}
          ${step("up", _("Move “${card}” up", card=card.title), _("Move up"), _("Moved “${card}” up.", card=card.title), loop.first)}
          ${step("down", _("Move “${card}” down", card=card.title), _("Move down"), _("Moved “${card}” down.", card=card.title), loop.last)}
          ${step("right", _("Move “${card}” right", card=card.title), _("Move right"), _("Moved “${card}” right.", card=card.title), last)}
        </form>
      </li>
      % endfor
    </ol>
    <details class="add">
      <summary>${_("Add a card")}</summary>
      <form action="${request.route_path('card_new', column_id=lane.column.id)}" method="post" novalidate>
        <input type="hidden" name="csrf_token" value="${request.site.token}">
        <label class="hidden" for="add-${lane.column.id}">${_("Title of a new card in “${column}”", column=lane.column.name)}</label>
        <input id="add-${lane.column.id}" type="text" name="title" required autocomplete="off" placeholder="${_('What is to be done?')}">
        <div class="actions">
          <button type="submit" class="main">${_("Add")}</button>
          <a href="${request.route_path('card_new', column_id=lane.column.id)}">${_("with details")}</a>
        </div>
      </form>
    </details>
  </section>
  % endfor
</div>
% else:
<div class="empty">
  <p>${_("This board has no columns yet.")}</p>
  <p><a class="button main" href="${request.resource_path(request.context, 'columns', 'new')}">${_("Add the first column")}</a></p>
</div>
% endif
% if panels:
<div class="panels">
  % for panel in panels:
  <section class="panel">
    <h2>${panel.title}</h2>
    % if panel.text:
    <p>${panel.text}</p>
    % endif
    % if panel.links:
    <ul>
      % for label, url in panel.links:
      ## safe: an addon made it with route_path
      <li><a href="${url}">${label}</a></li>
      % endfor
    </ul>
    % endif
  </section>
  % endfor
</div>
% endif
<p class="hidden" id="said" role="status"></p>

<%def name="step(direction, label, title, said, at_edge)">\
<button type="submit" name="direction" value="${direction}" class="icon ${direction}" aria-label="${label}" title="${title}" data-said="${said}"${" disabled" if at_edge else ""}>
            <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false"><path d="M15 10H5.5m4-4.2L5.2 10l4.3 4.2" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>
          </button>\
</%def>
