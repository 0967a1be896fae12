<%inherit file="base.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">Search</%block>
<h1>Search</h1>
% if not searched:
<p class="soft">Type a word or two above. A card is found if it holds all of them, in its title or its details.</p>
% elif found:
<p class="soft" role="status">${f"Page {paging.number}: " if paging.before or paging.after else ""}${len(found)} ${"card" if len(found) == 1 else "cards"} with “${searched}”${", newest first" if len(found) > 1 else ""}.</p>
<ol class="results">
  % for one in found:
  <li>
    <h2><a href="${request.route_path('card', card_id=one.card.id)}">${one.card.title}</a></h2>
    % if one.card.text:
    <p class="snippet">${one.card.text}</p>
    % endif
    <p class="count">${one.board.name} · ${one.column.name}</p>
  </li>
  % endfor
</ol>
${parts.paging(paging)}
% else:
<div class="empty"><p role="status">No card holds “${searched}”.</p></div>
% endif
