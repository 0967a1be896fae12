<%inherit file="base.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%! wide = True %>
<%block name="title">${board.name}</%block>
<div class="heading">
  <div>
    <nav aria-label="Where you are" class="trail"><a href="${request.route_path('home')}">Boards</a></nav>
    <h1>${board.name}</h1>
    % if board.members_only:
    <p class="closed">Members only</p>
    % endif
    % if board.summary:
    <p class="summary">${board.summary}</p>
    % endif
  </div>
  <div class="tools">
    <a class="button" href="${request.route_path('board_edit', board_id=board.id)}">Edit board</a>
    <a class="button" href="${request.route_path('column_new', board_id=board.id)}">Add column</a>
    <details class="menu">
      <summary class="button">More</summary>
      <ul>
        <li><a href="${request.route_path('members', board_id=board.id)}">Members</a></li>
        <li><a href="${request.route_path('labels', board_id=board.id)}">Labels</a></li>
        <li><a href="${request.route_path('activity', board_id=board.id)}">Activity</a></li>
        <li><a href="${request.route_path('import', board_id=board.id)}">Import cards</a></li>
        <li><a href="${request.route_path('export', board_id=board.id)}">Export as CSV</a></li>
      </ul>
    </details>
  </div>
</div>
% if lanes:
<div class="lanes" role="group" aria-label="Columns" tabindex="0">
  % for lane in lanes:
  <% first, last = loop.first, loop.last %>
  <section class="lane" id="column-${lane.column.id}" data-column="${lane.column.id}" aria-labelledby="column-${lane.column.id}-name">
    <div class="lane-head">
      <h2 id="column-${lane.column.id}-name">${lane.column.name}</h2>
      <span class="count"><span class="hidden">Cards: </span>${len(lane.cards)}</span>
      <a class="icon" href="${request.route_path('column_edit', column_id=lane.column.id)}" aria-label="Edit the column “${lane.column.name}”">
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
        <p class="talk">${comments[card.id]} ${"comment" if comments[card.id] == 1 else "comments"}</p>
        % endif
        <form class="steps" action="${request.route_path('card_step', card_id=card.id)}" method="post" aria-label="Move “${card.title}”">
          <input type="hidden" name="csrf_token" value="${request.site.token}">
          ${step("left", "left", card, first)}
          ${step("up", "up", card, loop.first)}
          ${step("down", "down", card, loop.last)}
          ${step("right", "right", card, last)}
        </form>
      </li>
      % endfor
    </ol>
    <details class="add">
      <summary>Add a card</summary>
      <form action="${request.route_path('card_new', column_id=lane.column.id)}" method="post" novalidate>
        <input type="hidden" name="csrf_token" value="${request.site.token}">
        <label class="hidden" for="add-${lane.column.id}">Title of a new card in “${lane.column.name}”</label>
        <input id="add-${lane.column.id}" type="text" name="title" required autocomplete="off" placeholder="What is to be done?">
        <div class="actions">
          <button type="submit" class="main">Add</button>
          <a href="${request.route_path('card_new', column_id=lane.column.id)}">with details</a>
        </div>
      </form>
    </details>
  </section>
  % endfor
</div>
% else:
<div class="empty">
  <p>This board has no columns yet.</p>
  <p><a class="button main" href="${request.route_path('column_new', board_id=board.id)}">Add the first column</a></p>
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

<%def name="step(direction, words, card, at_edge)">\
<button type="submit" name="direction" value="${direction}" class="icon ${direction}" aria-label="Move “${card.title}” ${words}" title="Move ${words}"${" disabled" if at_edge else ""}>
            <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" focusable="false"><path d="M15 10H5.5m4-4.2L5.2 10l4.3 4.2" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>
          </button>\
</%def>
