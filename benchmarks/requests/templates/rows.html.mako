<!doctype html>
<title>${title}</title>
<h1>${title}</h1>
<table>
% for number, name, price in rows:
<tr><td>${number}</td><td>${name}</td><td>${price}</td></tr>
% endfor
</table>
