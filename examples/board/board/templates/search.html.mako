<%inherit file="base.html.mako"/>
<%namespace name="parts" file="parts.html.mako"/>
<%block name="title">${_("Search")}</%block>
<h1>${_("Search")}</h1>
% if not searched:
<p class="soft">${_("Type a word or two above. A card is found if it holds all of them, in its title or its details.")}</p>
% elif found:
<p class="soft" role="status">${_("Page ${number}", number=paging.number) + ": " if paging.before or paging.after else ""}${ngettext("${n} card with “${words}”", "${n} cards with “${words}”, newest first", len(found), words=searched)}.</p>
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
<div class="empty"><p role="status">${_("No card holds “${words}”.", words=searched)}</p></div>
% endif
