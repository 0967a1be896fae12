<%inherit file="board:templates/base.html.mako"/>
<%namespace name="parts" file="board:templates/parts.html.mako"/>
<%block name="title">${settings.title}</%block>
${parts.trail(trail)}
<h1>${settings.title}</h1>
<p class="soft">${ngettext("What is due within ${days} day, or was due before.", "What is due within ${days} days, or was due before.", settings.days, days=settings.days)}</p>
% for board, tally, cards in rows:
<section class="panel digest" aria-labelledby="digest-${board.id}">
  <h2 id="digest-${board.id}"><a href="${request.route_path('board', board_id=board.id)}">${board.name}</a></h2>
  % if cards:
  <ul>
    % for card in cards:
    <li><a href="${request.route_path('card', card_id=card.id)}">${card.title}</a>, <time datetime="${card.due.isoformat()}">${day(card.due)}</time></li>
    % endfor
  </ul>
  % else:
  <p>${_("Nothing is due.")}</p>
  % endif
  <p class="count">${_("Added: ${created} · Moved: ${moved}", created=tally.created, moved=tally.moved)}</p>
</section>
% endfor
