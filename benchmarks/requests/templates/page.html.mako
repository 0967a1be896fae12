<!doctype html>
<title>${title}</title>
<h1>${user}</h1>
<table>
% for row in rows:
<tr><td>${row.id}</td><td>${row.name}</td><td>${row.price}</td></tr>
% endfor
</table>
<form method="post"><input type="hidden" name="csrf_token" value="${token}"></form>
