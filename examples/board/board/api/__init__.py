"""The JSON API: the same desk and the same forms as the pages, spoken in JSON.

It is asked with the session's cookie.  What is wrong is answered as RFC 9457 has it, with the
errors by field.
"""
