import { CHARACTER_SETS } from './character-sets.js';

/** One collation of MySQL 8.4, as SHOW COLLATION lists it. */
export interface Collation {
  /** What stands in a handshake and in column definitions. */
  readonly id: number;
  readonly name: string;
  readonly characterSet: string;
  readonly isDefault: boolean;
  /** Related to the memory that sorting takes. */
  readonly sortLength: number;
  readonly padAttribute: 'PAD SPACE' | 'NO PAD';
}

/** Id, name and, if it is not 1, sort length (SHOW COLLATION of MySQL 8.4). */
const TABLE = `
1 big5_chinese_ci
2 latin2_czech_cs 4
3 dec8_swedish_ci
4 cp850_general_ci
5 latin1_german1_ci
6 hp8_english_ci
7 koi8r_general_ci
8 latin1_swedish_ci
9 latin2_general_ci
10 swe7_swedish_ci
11 ascii_general_ci
12 ujis_japanese_ci
13 sjis_japanese_ci
14 cp1251_bulgarian_ci
15 latin1_danish_ci
16 hebrew_general_ci
18 tis620_thai_ci 4
19 euckr_korean_ci
20 latin7_estonian_cs
21 latin2_hungarian_ci
22 koi8u_general_ci
23 cp1251_ukrainian_ci
24 gb2312_chinese_ci
25 greek_general_ci
26 cp1250_general_ci
27 latin2_croatian_ci
28 gbk_chinese_ci
29 cp1257_lithuanian_ci
30 latin5_turkish_ci
31 latin1_german2_ci 2
32 armscii8_general_ci
33 utf8mb3_general_ci
34 cp1250_czech_cs 2
35 ucs2_general_ci
36 cp866_general_ci
37 keybcs2_general_ci
38 macce_general_ci
39 macroman_general_ci
40 cp852_general_ci
41 latin7_general_ci
42 latin7_general_cs
43 macce_bin
44 cp1250_croatian_ci
45 utf8mb4_general_ci
46 utf8mb4_bin
47 latin1_bin
48 latin1_general_ci
49 latin1_general_cs
50 cp1251_bin
51 cp1251_general_ci
52 cp1251_general_cs
53 macroman_bin
54 utf16_general_ci
55 utf16_bin
56 utf16le_general_ci
57 cp1256_general_ci
58 cp1257_bin
59 cp1257_general_ci
60 utf32_general_ci
61 utf32_bin
62 utf16le_bin
63 binary
64 armscii8_bin
65 ascii_bin
66 cp1250_bin
67 cp1256_bin
68 cp866_bin
69 dec8_bin
70 greek_bin
71 hebrew_bin
72 hp8_bin
73 keybcs2_bin
74 koi8r_bin
75 koi8u_bin
76 utf8mb3_tolower_ci
77 latin2_bin
78 latin5_bin
79 latin7_bin
80 cp850_bin
81 cp852_bin
82 swe7_bin
83 utf8mb3_bin
84 big5_bin
85 euckr_bin
86 gb2312_bin
87 gbk_bin
88 sjis_bin
89 tis620_bin
90 ucs2_bin
91 ujis_bin
92 geostd8_general_ci
93 geostd8_bin
94 latin1_spanish_ci
95 cp932_japanese_ci
96 cp932_bin
97 eucjpms_japanese_ci
98 eucjpms_bin
99 cp1250_polish_ci
101 utf16_unicode_ci 8
102 utf16_icelandic_ci 8
103 utf16_latvian_ci 8
104 utf16_romanian_ci 8
105 utf16_slovenian_ci 8
106 utf16_polish_ci 8
107 utf16_estonian_ci 8
108 utf16_spanish_ci 8
109 utf16_swedish_ci 8
110 utf16_turkish_ci 8
111 utf16_czech_ci 8
112 utf16_danish_ci 8
113 utf16_lithuanian_ci 8
114 utf16_slovak_ci 8
115 utf16_spanish2_ci 8
116 utf16_roman_ci 8
117 utf16_persian_ci 8
118 utf16_esperanto_ci 8
119 utf16_hungarian_ci 8
120 utf16_sinhala_ci 8
121 utf16_german2_ci 8
122 utf16_croatian_ci 8
123 utf16_unicode_520_ci 8
124 utf16_vietnamese_ci 8
128 ucs2_unicode_ci 8
129 ucs2_icelandic_ci 8
130 ucs2_latvian_ci 8
131 ucs2_romanian_ci 8
132 ucs2_slovenian_ci 8
133 ucs2_polish_ci 8
134 ucs2_estonian_ci 8
135 ucs2_spanish_ci 8
136 ucs2_swedish_ci 8
137 ucs2_turkish_ci 8
138 ucs2_czech_ci 8
139 ucs2_danish_ci 8
140 ucs2_lithuanian_ci 8
141 ucs2_slovak_ci 8
142 ucs2_spanish2_ci 8
143 ucs2_roman_ci 8
144 ucs2_persian_ci 8
145 ucs2_esperanto_ci 8
146 ucs2_hungarian_ci 8
147 ucs2_sinhala_ci 8
148 ucs2_german2_ci 8
149 ucs2_croatian_ci 8
150 ucs2_unicode_520_ci 8
151 ucs2_vietnamese_ci 8
159 ucs2_general_mysql500_ci
160 utf32_unicode_ci 8
161 utf32_icelandic_ci 8
162 utf32_latvian_ci 8
163 utf32_romanian_ci 8
164 utf32_slovenian_ci 8
165 utf32_polish_ci 8
166 utf32_estonian_ci 8
167 utf32_spanish_ci 8
168 utf32_swedish_ci 8
169 utf32_turkish_ci 8
170 utf32_czech_ci 8
171 utf32_danish_ci 8
172 utf32_lithuanian_ci 8
173 utf32_slovak_ci 8
174 utf32_spanish2_ci 8
175 utf32_roman_ci 8
176 utf32_persian_ci 8
177 utf32_esperanto_ci 8
178 utf32_hungarian_ci 8
179 utf32_sinhala_ci 8
180 utf32_german2_ci 8
181 utf32_croatian_ci 8
182 utf32_unicode_520_ci 8
183 utf32_vietnamese_ci 8
192 utf8mb3_unicode_ci 8
193 utf8mb3_icelandic_ci 8
194 utf8mb3_latvian_ci 8
195 utf8mb3_romanian_ci 8
196 utf8mb3_slovenian_ci 8
197 utf8mb3_polish_ci 8
198 utf8mb3_estonian_ci 8
199 utf8mb3_spanish_ci 8
200 utf8mb3_swedish_ci 8
201 utf8mb3_turkish_ci 8
202 utf8mb3_czech_ci 8
203 utf8mb3_danish_ci 8
204 utf8mb3_lithuanian_ci 8
205 utf8mb3_slovak_ci 8
206 utf8mb3_spanish2_ci 8
207 utf8mb3_roman_ci 8
208 utf8mb3_persian_ci 8
209 utf8mb3_esperanto_ci 8
210 utf8mb3_hungarian_ci 8
211 utf8mb3_sinhala_ci 8
212 utf8mb3_german2_ci 8
213 utf8mb3_croatian_ci 8
214 utf8mb3_unicode_520_ci 8
215 utf8mb3_vietnamese_ci 8
223 utf8mb3_general_mysql500_ci
224 utf8mb4_unicode_ci 8
225 utf8mb4_icelandic_ci 8
226 utf8mb4_latvian_ci 8
227 utf8mb4_romanian_ci 8
228 utf8mb4_slovenian_ci 8
229 utf8mb4_polish_ci 8
230 utf8mb4_estonian_ci 8
231 utf8mb4_spanish_ci 8
232 utf8mb4_swedish_ci 8
233 utf8mb4_turkish_ci 8
234 utf8mb4_czech_ci 8
235 utf8mb4_danish_ci 8
236 utf8mb4_lithuanian_ci 8
237 utf8mb4_slovak_ci 8
238 utf8mb4_spanish2_ci 8
239 utf8mb4_roman_ci 8
240 utf8mb4_persian_ci 8
241 utf8mb4_esperanto_ci 8
242 utf8mb4_hungarian_ci 8
243 utf8mb4_sinhala_ci 8
244 utf8mb4_german2_ci 8
245 utf8mb4_croatian_ci 8
246 utf8mb4_unicode_520_ci 8
247 utf8mb4_vietnamese_ci 8
248 gb18030_chinese_ci 2
249 gb18030_bin
250 gb18030_unicode_520_ci 8
255 utf8mb4_0900_ai_ci 0
256 utf8mb4_de_pb_0900_ai_ci 0
257 utf8mb4_is_0900_ai_ci 0
258 utf8mb4_lv_0900_ai_ci 0
259 utf8mb4_ro_0900_ai_ci 0
260 utf8mb4_sl_0900_ai_ci 0
261 utf8mb4_pl_0900_ai_ci 0
262 utf8mb4_et_0900_ai_ci 0
263 utf8mb4_es_0900_ai_ci 0
264 utf8mb4_sv_0900_ai_ci 0
265 utf8mb4_tr_0900_ai_ci 0
266 utf8mb4_cs_0900_ai_ci 0
267 utf8mb4_da_0900_ai_ci 0
268 utf8mb4_lt_0900_ai_ci 0
269 utf8mb4_sk_0900_ai_ci 0
270 utf8mb4_es_trad_0900_ai_ci 0
271 utf8mb4_la_0900_ai_ci 0
273 utf8mb4_eo_0900_ai_ci 0
274 utf8mb4_hu_0900_ai_ci 0
275 utf8mb4_hr_0900_ai_ci 0
277 utf8mb4_vi_0900_ai_ci 0
278 utf8mb4_0900_as_cs 0
279 utf8mb4_de_pb_0900_as_cs 0
280 utf8mb4_is_0900_as_cs 0
281 utf8mb4_lv_0900_as_cs 0
282 utf8mb4_ro_0900_as_cs 0
283 utf8mb4_sl_0900_as_cs 0
284 utf8mb4_pl_0900_as_cs 0
285 utf8mb4_et_0900_as_cs 0
286 utf8mb4_es_0900_as_cs 0
287 utf8mb4_sv_0900_as_cs 0
288 utf8mb4_tr_0900_as_cs 0
289 utf8mb4_cs_0900_as_cs 0
290 utf8mb4_da_0900_as_cs 0
291 utf8mb4_lt_0900_as_cs 0
292 utf8mb4_sk_0900_as_cs 0
293 utf8mb4_es_trad_0900_as_cs 0
294 utf8mb4_la_0900_as_cs 0
296 utf8mb4_eo_0900_as_cs 0
297 utf8mb4_hu_0900_as_cs 0
298 utf8mb4_hr_0900_as_cs 0
300 utf8mb4_vi_0900_as_cs 0
303 utf8mb4_ja_0900_as_cs 0
304 utf8mb4_ja_0900_as_cs_ks 24
305 utf8mb4_0900_as_ci 0
306 utf8mb4_ru_0900_ai_ci 0
307 utf8mb4_ru_0900_as_cs 0
308 utf8mb4_zh_0900_as_cs 0
309 utf8mb4_0900_bin
310 utf8mb4_nb_0900_ai_ci 0
311 utf8mb4_nb_0900_as_cs 0
312 utf8mb4_nn_0900_ai_ci 0
313 utf8mb4_nn_0900_as_cs 0
314 utf8mb4_sr_latn_0900_ai_ci 0
315 utf8mb4_sr_latn_0900_as_cs 0
316 utf8mb4_bs_0900_ai_ci 0
317 utf8mb4_bs_0900_as_cs 0
318 utf8mb4_bg_0900_ai_ci 0
319 utf8mb4_bg_0900_as_cs 0
320 utf8mb4_gl_0900_ai_ci 0
321 utf8mb4_gl_0900_as_cs 0
322 utf8mb4_mn_cyrl_0900_ai_ci 0
323 utf8mb4_mn_cyrl_0900_as_cs 0
`;

const DEFAULTS: ReadonlySet<string> = new Set(CHARACTER_SETS.map(({ defaultCollation }) => defaultCollation));

function parseLine(line: string): Collation {
  const [id, name = '', sortLength = '1'] = line.split(' ');
  // The UCA 9.0 collations and the one of bytes are those that do not pad.
  const padAttribute = name === 'binary' || name.includes('_0900_') ? 'NO PAD' : 'PAD SPACE';
  const [characterSet = ''] = name.split('_');
  return { id: Number(id), name, characterSet, isDefault: DEFAULTS.has(name), sortLength: Number(sortLength), padAttribute };
}

/** All collations, by id. */
export const COLLATIONS: readonly Collation[] = TABLE.trim().split('\n').map(parseLine);

const BY_ID: ReadonlyMap<number, Collation> = new Map(COLLATIONS.map((collation) => [collation.id, collation]));
const BY_NAME: ReadonlyMap<string, Collation> = new Map(COLLATIONS.map((collation) => [collation.name, collation]));

/** The collation of an id, for example of the one that a client names in its handshake; undefined for an unknown one. */
export function collationWithId(id: number): Collation | undefined {
  return BY_ID.get(id);
}

/** The collation of a name, whose case does not count, with `utf8_` for `utf8mb3_`; undefined for an unknown one. */
export function collationNamed(name: string): Collation | undefined {
  return BY_NAME.get(name.toLowerCase().replace(/^utf8_/, 'utf8mb3_'));
}
