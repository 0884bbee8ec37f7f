/** One character set of MySQL 8.4, as SHOW CHARACTER SET lists it. */
export interface CharacterSet {
  readonly name: string;
  readonly description: string;
  readonly defaultCollation: string;
  /** Bytes that a character takes at most. */
  readonly maxLength: number;
}

/** Name, bytes of the longest character, default collation, description (MySQL 8.4 manual, "Supported Character Sets and Collations"). */
const TABLE = `
armscii8 1 armscii8_general_ci ARMSCII-8 Armenian
ascii    1 ascii_general_ci    US ASCII
big5     2 big5_chinese_ci     Big5 Traditional Chinese
binary   1 binary              Binary pseudo charset
cp1250   1 cp1250_general_ci   Windows Central European
cp1251   1 cp1251_general_ci   Windows Cyrillic
cp1256   1 cp1256_general_ci   Windows Arabic
cp1257   1 cp1257_general_ci   Windows Baltic
cp850    1 cp850_general_ci    DOS West European
cp852    1 cp852_general_ci    DOS Central European
cp866    1 cp866_general_ci    DOS Russian
cp932    2 cp932_japanese_ci   SJIS for Windows Japanese
dec8     1 dec8_swedish_ci     DEC West European
eucjpms  3 eucjpms_japanese_ci UJIS for Windows Japanese
euckr    2 euckr_korean_ci     EUC-KR Korean
gb18030  4 gb18030_chinese_ci  China National Standard GB18030
gb2312   2 gb2312_chinese_ci   GB2312 Simplified Chinese
gbk      2 gbk_chinese_ci      GBK Simplified Chinese
geostd8  1 geostd8_general_ci  GEOSTD8 Georgian
greek    1 greek_general_ci    ISO 8859-7 Greek
hebrew   1 hebrew_general_ci   ISO 8859-8 Hebrew
hp8      1 hp8_english_ci      HP West European
keybcs2  1 keybcs2_general_ci  DOS Kamenicky Czech-Slovak
koi8r    1 koi8r_general_ci    KOI8-R Relcom Russian
koi8u    1 koi8u_general_ci    KOI8-U Ukrainian
latin1   1 latin1_swedish_ci   cp1252 West European
latin2   1 latin2_general_ci   ISO 8859-2 Central European
latin5   1 latin5_turkish_ci   ISO 8859-9 Turkish
latin7   1 latin7_general_ci   ISO 8859-13 Baltic
macce    1 macce_general_ci    Mac Central European
macroman 1 macroman_general_ci Mac West European
sjis     2 sjis_japanese_ci    Shift-JIS Japanese
swe7     1 swe7_swedish_ci     7bit Swedish
tis620   1 tis620_thai_ci      TIS620 Thai
ucs2     2 ucs2_general_ci     UCS-2 Unicode
ujis     3 ujis_japanese_ci    EUC-JP Japanese
utf16    4 utf16_general_ci    UTF-16 Unicode
utf16le  4 utf16le_general_ci  UTF-16LE Unicode
utf32    4 utf32_general_ci    UTF-32 Unicode
utf8mb3  3 utf8mb3_general_ci  UTF-8 Unicode
utf8mb4  4 utf8mb4_0900_ai_ci  UTF-8 Unicode
`;

function parseLine(line: string): CharacterSet {
  const [name = '', maxLength = '', defaultCollation = '', ...description] = line.split(/ +/);
  return { name, maxLength: Number(maxLength), defaultCollation, description: description.join(' ') };
}

/** All character sets, by name. */
export const CHARACTER_SETS: readonly CharacterSet[] = TABLE.trim().split('\n').map(parseLine);

const BY_NAME: ReadonlyMap<string, CharacterSet> = new Map(CHARACTER_SETS.map((charset) => [charset.name, charset]));

/** Names that MySQL takes for another one. */
const ALIASES: Readonly<Record<string, string>> = { utf8: 'utf8mb3' };

/** The character set of a name, whose case does not count; undefined for an unknown one. */
export function characterSetNamed(name: string): CharacterSet | undefined {
  const lower = name.toLowerCase();
  return BY_NAME.get(ALIASES[lower] ?? lower);
}
