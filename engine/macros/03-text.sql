-- Functions of texts. Positions begin with 1.

CREATE MACRO fn.octet_length(x) AS octet_length(encode(x));
CREATE MACRO fn.substr(s, p) AS CASE WHEN p = 0 THEN '' WHEN p < -length(s) THEN '' ELSE substr(s, p) END,
  (s, p, n) AS CASE WHEN p = 0 OR n <= 0 OR p < -length(s) THEN '' ELSE substr(s, p, n) END;
CREATE MACRO fn.left(s, n) AS CASE WHEN n <= 0 THEN '' ELSE left(s, n) END;
CREATE MACRO fn.right(s, n) AS CASE WHEN n <= 0 THEN '' ELSE right(s, n) END;
CREATE MACRO fn.repeat(s, n) AS CASE WHEN n <= 0 THEN '' WHEN n * length(s) > 67108864 THEN NULL ELSE repeat(s, n) END;
CREATE MACRO fn.space(n) AS fn.repeat(' ', n);
CREATE MACRO fn.lpad_with(s, n, p) AS CASE WHEN n < 0 OR n > 67108864 THEN NULL WHEN p = '' AND n > length(s) THEN '' WHEN p = '' THEN left(s, n) ELSE lpad(s, CAST(n AS INTEGER), p) END;
CREATE MACRO fn.lpad(s, n) AS fn.lpad_with(s, n, ' '), (s, n, p) AS fn.lpad_with(s, n, p);
CREATE MACRO fn.rpad_with(s, n, p) AS CASE WHEN n < 0 OR n > 67108864 THEN NULL WHEN p = '' AND n > length(s) THEN '' WHEN p = '' THEN left(s, n) ELSE rpad(s, CAST(n AS INTEGER), p) END;
CREATE MACRO fn.rpad(s, n) AS fn.rpad_with(s, n, ' '), (s, n, p) AS fn.rpad_with(s, n, p);
CREATE MACRO fn.replace(s, a, b) AS CASE WHEN a = '' THEN s ELSE replace(s, a, b) END;
CREATE MACRO fn.insert(s, p, n, r) AS CASE WHEN p < 1 OR p > length(s) THEN s
  WHEN n < 0 OR p + n > length(s) THEN substr(s, 1, p - 1) || r ELSE substr(s, 1, p - 1) || r || substr(s, p + n) END;
CREATE MACRO fn.locate(a, s) AS instr(s, a), (a, s, p) AS CASE WHEN p < 1 OR p > length(s) + 1 THEN 0 WHEN instr(substr(s, p), a) = 0 THEN 0 ELSE instr(substr(s, p), a) + p - 1 END;
CREATE MACRO fn.nth_place(s, a, p, n) AS CASE WHEN p < 1 OR n < 1 OR len(string_split(substr(s, p), a)) <= n THEN 0 ELSE p + length(array_to_string(string_split(substr(s, p), a)[1:n], a)) END;
CREATE MACRO fn.instr(s, a) AS instr(s, a), (s, a, p) AS fn.locate(a, s, p), (s, a, p, n) AS fn.nth_place(s, a, p, n);
CREATE MACRO fn.initcap(s) AS array_to_string(list_transform(regexp_extract_all(s, '[\pL\pN]+|[^\pL\pN]+'), lambda w : upper(w[1]) || lower(w[2:])), '');
CREATE MACRO fn.strcmp(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a = b THEN 0 WHEN a < b THEN -1 ELSE 1 END;
CREATE MACRO fn.ascii(s) AS CASE WHEN s = '' THEN 0 ELSE CAST(('0x' || left(hex(encode(s)), 2)) AS INTEGER) END;
CREATE MACRO fn.ord(s) AS CASE WHEN s = '' THEN 0 ELSE CAST('0x' || hex(encode(left(s, 1))) AS BIGINT) END;
CREATE MACRO fn.unhex(s) AS CASE WHEN s IS NULL OR NOT regexp_full_match(s, '[0-9a-fA-F]*') THEN NULL WHEN length(s) % 2 = 1 THEN unhex('0' || s) ELSE unhex(s) END;
CREATE MACRO fn.to_base64(x) AS to_base64(x);
CREATE MACRO fn.from_base64(s) AS TRY(from_base64(regexp_replace(s, '\s', '', 'g')));
CREATE MACRO fn.quote(s) AS CASE WHEN s IS NULL THEN 'NULL' ELSE '''' || replace(replace(replace(replace(s, '\', '\\'), '''', '\'''), chr(0), '\0'), chr(26), '\Z') || '''' END;
CREATE MACRO fn.substring_index(s, d, n) AS CASE WHEN n IS NULL THEN NULL WHEN n = 0 OR d = '' THEN '' WHEN n > 0 THEN array_to_string(string_split(s, d)[1:n], d)
  ELSE array_to_string(string_split(s, d)[greatest(len(string_split(s, d)) + n + 1, 1):], d) END;
CREATE MACRO fn.find_in_set(s, l) AS CASE WHEN s IS NULL OR l IS NULL THEN NULL WHEN l = '' OR contains(s, ',') THEN 0 ELSE coalesce(list_position(string_split(l, ','), s), 0) END;
CREATE MACRO fn.elt(n, items) AS CASE WHEN n < 1 THEN NULL ELSE items[n] END;
CREATE MACRO fn.field(s, items) AS CASE WHEN s IS NULL THEN 0 ELSE coalesce(list_position(items, s), 0) END;
CREATE MACRO fn.make_set(bits, items) AS CASE WHEN bits IS NULL THEN NULL ELSE array_to_string(list_filter(items, lambda x, i : x IS NOT NULL AND (bits >> (i - 1)) & 1 = 1), ',') END;
CREATE MACRO fn.set_text(bits, on_text, off_text, d, n) AS CASE WHEN bits IS NOT NULL AND on_text IS NOT NULL AND off_text IS NOT NULL AND d IS NOT NULL THEN array_to_string(list_transform(range(0, CASE WHEN n < 0 OR n > 64 THEN 64 ELSE n END), lambda i : CASE WHEN (fn.bits(bits) >> CAST(i AS UBIGINT)) & 1 = 1 THEN on_text ELSE off_text END), d) END;
CREATE MACRO fn.export_set(bits, on_text, off_text) AS fn.set_text(bits, on_text, off_text, ',', 64), (bits, on_text, off_text, d) AS fn.set_text(bits, on_text, off_text, d, 64), (bits, on_text, off_text, d, n) AS fn.set_text(bits, on_text, off_text, d, n);
CREATE MACRO fn.split_part(s, d, n) AS CASE WHEN d = '' THEN CASE WHEN abs(n) = 1 THEN s ELSE '' END ELSE split_part(s, d, CAST(CASE WHEN n = 0 THEN 1 ELSE n END AS BIGINT)) END;
CREATE MACRO fn.trim_both(s) AS trim(s, ' '), (s, r) AS CASE WHEN r = '' THEN s ELSE regexp_replace(s, '^(' || regexp_escape(r) || ')+|(' || regexp_escape(r) || ')+$', '', 'g') END;
CREATE MACRO fn.trim_leading(s) AS ltrim(s, ' '), (s, r) AS CASE WHEN r = '' THEN s ELSE regexp_replace(s, '^(' || regexp_escape(r) || ')+', '') END;
CREATE MACRO fn.trim_trailing(s) AS rtrim(s, ' '), (s, r) AS CASE WHEN r = '' THEN s ELSE regexp_replace(s, '(' || regexp_escape(r) || ')+$', '') END;
CREATE MACRO fn.ltrim(s) AS ltrim(s, ' '), (s, r) AS ltrim(s, r);
CREATE MACRO fn.rtrim(s) AS rtrim(s, ' '), (s, r) AS rtrim(s, r);
CREATE MACRO fn.glob(s, p) AS regexp_full_match(s, replace(replace(regexp_escape(p), '\*', '.*'), '\?', '.'), 's');
CREATE MACRO fn.char_of(codes) AS array_to_string(list_transform(list_filter(codes, lambda c : c IS NOT NULL), lambda c : chr(CAST(c AS INTEGER))), '');

-- Regular expressions: RE2's syntax. MySQL matches without regard to case unless told (match type `c`); so do we where it is asked for (`i`).
CREATE MACRO fn.flags(f) AS replace(replace(replace(replace(f, 'n', 's'), 'u', ''), 'c', ''), 'g', '');
CREATE MACRO fn.flagged(p, f) AS CASE WHEN fn.flags(f) = '' THEN p ELSE '(?' || fn.flags(f) || ')' || p END;
CREATE MACRO fn.regexp_like(s, p) AS regexp_matches(s, p), (s, p, f) AS regexp_matches(s, fn.flagged(p, f));
CREATE MACRO fn.matches(s, p) AS regexp_extract_all(s, p);
CREATE MACRO fn.match_at(s, p, start, n) AS fn.matches(substr(s, start), p)[n];
CREATE MACRO fn.regexp_substr(s, p) AS fn.match_at(s, p, 1, 1), (s, p, start) AS fn.match_at(s, p, start, 1), (s, p, start, n) AS fn.match_at(s, p, start, n), (s, p, start, n, f) AS fn.match_at(s, fn.flagged(p, f), start, n);
-- Where the n-th match begins: after n pieces between matches and n - 1 matches.
CREATE MACRO fn.text_length(l) AS coalesce(length(array_to_string(l, '')), 0);
CREATE MACRO fn.match_start(s, p, start, n) AS CASE WHEN s IS NULL OR p IS NULL THEN NULL WHEN fn.match_at(s, p, start, n) IS NULL THEN 0
  ELSE CAST(start + fn.text_length(regexp_split_to_array(substr(s, start), p)[1:n]) + fn.text_length(fn.matches(substr(s, start), p)[1:n - 1]) AS BIGINT) END;
CREATE MACRO fn.match_place(s, p, start, n, option) AS CASE WHEN option = 1 AND fn.match_start(s, p, start, n) > 0 THEN fn.match_start(s, p, start, n) + length(fn.match_at(s, p, start, n)) ELSE fn.match_start(s, p, start, n) END;
CREATE MACRO fn.regexp_instr(s, p) AS fn.match_start(s, p, 1, 1), (s, p, start) AS fn.match_start(s, p, start, 1), (s, p, start, n) AS fn.match_start(s, p, start, n),
  (s, p, start, n, option) AS fn.match_place(s, p, start, n, option), (s, p, start, n, option, f) AS fn.match_place(s, fn.flagged(p, f), start, n, option);
-- `$1` names a group, as `\1` does for DuckDB.
CREATE MACRO fn.replacement(r) AS regexp_replace(r, '\$(\d)', '\\\1', 'g');
CREATE MACRO fn.replaced(s, p, r, start, n) AS CASE WHEN n = 0 THEN substr(s, 1, start - 1) || regexp_replace(substr(s, start), p, fn.replacement(r), 'g')
  WHEN fn.match_start(s, p, start, n) = 0 THEN s
  ELSE substr(s, 1, fn.match_start(s, p, start, n) - 1) || regexp_replace(substr(s, fn.match_start(s, p, start, n)), p, fn.replacement(r)) END;
CREATE MACRO fn.regexp_replace(s, p, r) AS regexp_replace(s, p, fn.replacement(r), 'g'), (s, p, r, start) AS fn.replaced(s, p, r, start, 0), (s, p, r, start, n) AS fn.replaced(s, p, r, start, n), (s, p, r, start, n, f) AS fn.replaced(s, fn.flagged(p, f), r, start, n);

-- Identifiers and addresses.
CREATE MACRO fn.uuid() AS CAST(uuid() AS VARCHAR);
CREATE MACRO fn.is_uuid(s) AS regexp_full_match(s, '[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}');
CREATE MACRO fn.uuid_digits(s) AS regexp_replace(s, '[{}-]', '', 'g');
CREATE MACRO fn.uuid_to_bin(s) AS unhex(fn.uuid_digits(s)), (s, swap) AS CASE WHEN swap = 1 THEN unhex(substr(fn.uuid_digits(s), 13, 4) || substr(fn.uuid_digits(s), 9, 4) || substr(fn.uuid_digits(s), 1, 8) || substr(fn.uuid_digits(s), 17)) ELSE unhex(fn.uuid_digits(s)) END;
CREATE MACRO fn.dashed(h) AS substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4) || '-' || substr(h, 17, 4) || '-' || substr(h, 21);
CREATE MACRO fn.bin_to_uuid(b) AS fn.dashed(lower(hex(b))), (b, swap) AS CASE WHEN swap = 1 THEN fn.dashed(substr(lower(hex(b)), 9, 8) || substr(lower(hex(b)), 5, 4) || substr(lower(hex(b)), 1, 4) || substr(lower(hex(b)), 17)) ELSE fn.dashed(lower(hex(b))) END;
CREATE MACRO fn.is_ipv4(s) AS regexp_full_match(s, '((25[0-5]|2[0-4]\d|1\d\d|\d{1,2})\.){3}(25[0-5]|2[0-4]\d|1\d\d|\d{1,2})');
CREATE MACRO fn.inet_aton(s) AS CASE WHEN fn.is_ipv4(s) THEN CAST(split_part(s, '.', 1) AS BIGINT) * 16777216 + CAST(split_part(s, '.', 2) AS BIGINT) * 65536 + CAST(split_part(s, '.', 3) AS BIGINT) * 256 + CAST(split_part(s, '.', 4) AS BIGINT) ELSE NULL END;
CREATE MACRO fn.inet_ntoa(n) AS CASE WHEN n < 0 OR n > 4294967295 THEN NULL ELSE CAST(CAST(n AS BIGINT) >> 24 AS VARCHAR) || '.' || ((CAST(n AS BIGINT) >> 16) & 255) || '.' || ((CAST(n AS BIGINT) >> 8) & 255) || '.' || (CAST(n AS BIGINT) & 255) END;
CREATE MACRO fn.ipv4_number(s) AS CASE WHEN s IS NULL THEN NULL ELSE coalesce(fn.inet_aton(s), error('Failed to parse ''' || s || ''' into a IPV4 address, invalid IPv4 address syntax')) END;
CREATE MACRO fn.ipv4_text(n) AS CASE WHEN n IS NULL THEN NULL ELSE coalesce(fn.inet_ntoa(n), error('Failed to parse ''' || n || ''' into a IPV4 address')) END;
