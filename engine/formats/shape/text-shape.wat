;; Looks through the bytes of a text file, 64 at a time, for what decides how it may be read. One bit of an i64
;; stands for a byte of a block, the lowest for the first. How quotes are found by parities of bits: Langdale and
;; Lemire, "Parsing Gigabytes of JSON per Second" (2019), section 3.1.1.
(module
  (memory (export "memory") 9)

  ;; What `scan` found. An end of a record is a LF or CR outside quotes.
  (global $hasQuotes (export "hasQuotes") (mut i32) (i32.const 0))
  ;; A quote amid a field that has none at its beginning, or text between a closing quote and the end of the field.
  (global $hasOddQuotes (export "hasOddQuotes") (mut i32) (i32.const 0))
  (global $hasQuotedLineEnds (export "hasQuotedLineEnds") (mut i32) (i32.const 0))
  ;; Ends of records that are not CR LF, and CRs, both outside quotes.
  (global $hasOtherEnds (export "hasOtherEnds") (mut i32) (i32.const 0))
  (global $hasLoneReturns (export "hasLoneReturns") (mut i32) (i32.const 0))
  (global $hasReturns (export "hasReturns") (mut i32) (i32.const 0))
  (global $hasBlankLines (export "hasBlankLines") (mut i32) (i32.const 0))
  ;; Records that are no blank lines; LFs wherever they are.
  (global $records (export "records") (mut i64) (i64.const 0))
  (global $lines (export "lines") (mut i64) (i64.const 0))
  ;; The most fields in a record, less one; bytes of the longest record.
  (global $mostDelimiters (export "mostDelimiters") (mut i64) (i64.const 0))
  (global $longest (export "longest") (mut i64) (i64.const 0))

  ;; All bits set while a quote is open.
  (global $open (export "open") (mut i64) (i64.const 0))
  ;; Of the last byte of the block before, in the lowest bit.
  (global $endedField (mut i64) (i64.const 1))
  (global $endedRecord (mut i64) (i64.const 1))
  (global $closed (mut i64) (i64.const 0))
  (global $returned (mut i64) (i64.const 0))
  ;; Where the block and the record begin, and the delimiters of the record so far.
  (global $position (mut i64) (i64.const 0))
  (global $begin (export "begin") (mut i64) (i64.const 0))
  (global $delimiters (export "delimiters") (mut i64) (i64.const 0))

  ;; Begins with another file.
  (func (export "reset")
    (global.set $hasQuotes (i32.const 0))
    (global.set $hasOddQuotes (i32.const 0))
    (global.set $hasQuotedLineEnds (i32.const 0))
    (global.set $hasOtherEnds (i32.const 0))
    (global.set $hasLoneReturns (i32.const 0))
    (global.set $hasReturns (i32.const 0))
    (global.set $hasBlankLines (i32.const 0))
    (global.set $records (i64.const 0))
    (global.set $lines (i64.const 0))
    (global.set $mostDelimiters (i64.const 0))
    (global.set $longest (i64.const 0))
    (global.set $open (i64.const 0))
    (global.set $endedField (i64.const 1))
    (global.set $endedRecord (i64.const 1))
    (global.set $closed (i64.const 0))
    (global.set $returned (i64.const 0))
    (global.set $position (i64.const 0))
    (global.set $begin (i64.const 0))
    (global.set $delimiters (i64.const 0)))

  (func $matches (param $at i32) (param $byte v128) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (local.get $byte))))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=16 (local.get $at)) (local.get $byte)))) (i64.const 16)))
      (i64.or
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=32 (local.get $at)) (local.get $byte)))) (i64.const 32))
        (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=48 (local.get $at)) (local.get $byte)))) (i64.const 48)))))

  ;; Each bit becomes the parity of the bits up to it.
  (func $parities (param $bits i64) (result i64)
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 1))))
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 2))))
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 4))))
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 8))))
    (local.set $bits (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 16))))
    (i64.xor (local.get $bits) (i64.shl (local.get $bits) (i64.const 32))))

  (func $not (param $bits i64) (result i64) (i64.xor (local.get $bits) (i64.const -1)))

  ;; Each bit moves to the byte behind; `carry` is that of the last byte of the block before.
  (func $behind (param $bits i64) (param $carry i64) (result i64)
    (i64.or (i64.shl (local.get $bits) (i64.const 1)) (local.get $carry)))

  (func $last (param $bits i64) (result i64) (i64.shr_u (local.get $bits) (i64.const 63)))

  ;; Takes the ends of records in a block one after the other: fields and bytes of each record.
  (func $measure (param $ends i64) (param $delimiters i64)
    (local $before i64) (local $length i64) (local $end i64)
    (loop $next
      (if (i64.ne (local.get $ends) (i64.const 0))
        (then
          ;; The bits below the lowest one that is set.
          (local.set $before (i64.and (i64.sub (local.get $ends) (i64.const 1)) (call $not (local.get $ends))))
          (global.set $delimiters (i64.add (global.get $delimiters) (i64.popcnt (i64.and (local.get $delimiters) (local.get $before)))))
          (if (i64.gt_u (global.get $delimiters) (global.get $mostDelimiters)) (then (global.set $mostDelimiters (global.get $delimiters))))
          (global.set $delimiters (i64.const 0))
          (local.set $delimiters (i64.and (local.get $delimiters) (call $not (local.get $before))))
          (local.set $end (i64.add (global.get $position) (i64.ctz (local.get $ends))))
          (local.set $length (i64.sub (local.get $end) (global.get $begin)))
          (if (i64.gt_u (local.get $length) (global.get $longest)) (then (global.set $longest (local.get $length))))
          (global.set $begin (i64.add (local.get $end) (i64.const 1)))
          (local.set $ends (i64.and (local.get $ends) (i64.sub (local.get $ends) (i64.const 1))))
          (br $next))))
    (global.set $delimiters (i64.add (global.get $delimiters) (i64.popcnt (local.get $delimiters)))))

  ;; Looks through so many blocks from an address on. No quotes: a quote of -1.
  (func (export "scan") (param $at i32) (param $blocks i32) (param $quoteByte i32) (param $delimiterByte i32)
    (local $stop i32)
    (local $quote v128) (local $delimiter v128) (local $lf v128) (local $cr v128)
    (local $quotes i64) (local $inside i64) (local $outside i64) (local $openers i64) (local $closers i64) (local $behindClosers i64)
    (local $feeds i64) (local $returns i64) (local $ends i64) (local $delimiters i64) (local $fieldEnds i64) (local $behindEnds i64)
    (local.set $quote (i8x16.splat (local.get $quoteByte)))
    (local.set $delimiter (i8x16.splat (local.get $delimiterByte)))
    (local.set $lf (i8x16.splat (i32.const 10)))
    (local.set $cr (i8x16.splat (i32.const 13)))
    (local.set $stop (i32.add (local.get $at) (i32.shl (local.get $blocks) (i32.const 6))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
        (local.set $feeds (call $matches (local.get $at) (local.get $lf)))
        (local.set $returns (call $matches (local.get $at) (local.get $cr)))
        (local.set $delimiters (call $matches (local.get $at) (local.get $delimiter)))
        (global.set $lines (i64.add (global.get $lines) (i64.popcnt (local.get $feeds))))

        (local.set $quotes (i64.const 0))
        (if (i32.ge_s (local.get $quoteByte) (i32.const 0)) (then (local.set $quotes (call $matches (local.get $at) (local.get $quote)))))
        (if (i64.ne (i64.const 0) (local.get $quotes)) (then (global.set $hasQuotes (i32.const 1))))
        (local.set $inside (i64.xor (call $parities (local.get $quotes)) (global.get $open)))
        (local.set $outside (call $not (local.get $inside)))
        (global.set $open (i64.shr_s (local.get $inside) (i64.const 63)))
        (if (i64.ne (i64.const 0) (i64.and (local.get $inside) (i64.or (local.get $feeds) (local.get $returns)))) (then (global.set $hasQuotedLineEnds (i32.const 1))))
        (local.set $feeds (i64.and (local.get $feeds) (local.get $outside)))
        (local.set $returns (i64.and (local.get $returns) (local.get $outside)))
        (local.set $delimiters (i64.and (local.get $delimiters) (local.get $outside)))
        (local.set $ends (i64.or (local.get $feeds) (local.get $returns)))
        (local.set $fieldEnds (i64.or (local.get $ends) (local.get $delimiters)))

        ;; A quote opens behind the end of a field or, the second of a doubled one, behind one that closes. Behind one that
        ;; closes comes the end of the field or one that opens again.
        (local.set $openers (i64.and (local.get $quotes) (local.get $inside)))
        (local.set $closers (i64.and (local.get $quotes) (local.get $outside)))
        (local.set $behindClosers (call $behind (local.get $closers) (global.get $closed)))
        (if (i64.ne (i64.const 0) (i64.or
              (i64.and (local.get $openers) (call $not (i64.or (local.get $behindClosers) (call $behind (local.get $fieldEnds) (global.get $endedField)))))
              (i64.and (local.get $behindClosers) (call $not (i64.or (local.get $fieldEnds) (local.get $openers))))))
          (then (global.set $hasOddQuotes (i32.const 1))))

        (if (i64.ne (i64.const 0) (local.get $returns)) (then (global.set $hasReturns (i32.const 1))))
        (if (i64.ne (i64.const 0) (i64.and (local.get $feeds) (call $not (call $behind (local.get $returns) (global.get $returned)))))
          (then (global.set $hasOtherEnds (i32.const 1))))
        (if (i64.ne (i64.const 0) (i64.and (call $not (local.get $feeds)) (call $behind (local.get $returns) (global.get $returned))))
          (then (global.set $hasLoneReturns (i32.const 1))))
        ;; An end right behind an end is that of a blank line, but for the LF of CR LF.
        (local.set $behindEnds (call $behind (local.get $ends) (global.get $endedRecord)))
        (global.set $records (i64.add (global.get $records) (i64.popcnt (i64.and (local.get $ends) (call $not (local.get $behindEnds))))))
        (if (i64.ne (i64.const 0) (i64.and (i64.and (local.get $ends) (local.get $behindEnds))
              (call $not (i64.and (local.get $feeds) (call $behind (local.get $returns) (global.get $returned))))))
          (then (global.set $hasBlankLines (i32.const 1))))
        (call $measure (local.get $ends) (local.get $delimiters))

        (global.set $endedField (call $last (local.get $fieldEnds)))
        (global.set $endedRecord (call $last (local.get $ends)))
        (global.set $closed (call $last (local.get $closers)))
        (global.set $returned (call $last (local.get $returns)))
        (global.set $position (i64.add (global.get $position) (i64.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $next))))

  ;; A glance at so many blocks, four times as fast: 1 if there is a quote or CR, 2 if there is a LF behind a LF, 3 if both. The byte
  ;; in front of the address counts as well. No quotes: a quote of 13.
  (func (export "glance") (param $at i32) (param $blocks i32) (param $quoteByte i32) (result i32)
    (local $stop i32) (local $byte v128) (local $quote v128) (local $lf v128) (local $cr v128) (local $marks v128) (local $blanks v128)
    (local.set $quote (i8x16.splat (local.get $quoteByte)))
    (local.set $lf (i8x16.splat (i32.const 10)))
    (local.set $cr (i8x16.splat (i32.const 13)))
    (local.set $stop (i32.add (local.get $at) (i32.shl (local.get $blocks) (i32.const 6))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
        (local.set $byte (v128.load (local.get $at)))
        (local.set $marks (v128.or (local.get $marks) (v128.or (i8x16.eq (local.get $byte) (local.get $quote)) (i8x16.eq (local.get $byte) (local.get $cr)))))
        (local.set $blanks (v128.or (local.get $blanks)
          (v128.and (i8x16.eq (local.get $byte) (local.get $lf)) (i8x16.eq (v128.load (i32.sub (local.get $at) (i32.const 1))) (local.get $lf)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.or (v128.any_true (local.get $marks)) (i32.shl (v128.any_true (local.get $blanks)) (i32.const 1))))

  ;; Whether so many blocks may hold what is no JSON and DuckDB takes for it: a comma in front of a brace or bracket that closes, and NaN or
  ;; Infinity in any case and spelling. Four bytes in front of the address count as well. Texts may look so, too.
  (func (export "looseJson") (param $at i32) (param $blocks i32) (result i32)
    (local $stop i32) (local $found v128) (local $byte v128) (local $second v128) (local $third v128) (local $fourth v128) (local $fifth v128)
    (local $lower v128) (local $closes v128) (local $words v128)
    (local $case v128) (local $brace v128) (local $comma v128) (local $colon v128) (local $bracket v128) (local $minus v128) (local $a v128) (local $f v128) (local $i v128) (local $n v128)
    (local.set $case (i8x16.splat (i32.const 32)))
    (local.set $brace (i8x16.splat (i32.const 0x7d)))
    (local.set $comma (i8x16.splat (i32.const 0x2c)))
    (local.set $colon (i8x16.splat (i32.const 0x3a)))
    (local.set $bracket (i8x16.splat (i32.const 0x5b)))
    (local.set $minus (i8x16.splat (i32.const 0x2d)))
    (local.set $a (i8x16.splat (i32.const 0x61)))
    (local.set $f (i8x16.splat (i32.const 0x66)))
    (local.set $i (i8x16.splat (i32.const 0x69)))
    (local.set $n (i8x16.splat (i32.const 0x6e)))
    (local.set $stop (i32.add (local.get $at) (i32.shl (local.get $blocks) (i32.const 6))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
        ;; A byte, and those in front of it. A bracket differs from a brace as small letters do from large ones.
        (local.set $byte (v128.load (local.get $at)))
        (local.set $lower (v128.or (local.get $byte) (local.get $case)))
        (local.set $second (v128.load (i32.sub (local.get $at) (i32.const 1))))
        (local.set $third (v128.load (i32.sub (local.get $at) (i32.const 2))))
        (local.set $closes (i8x16.eq (local.get $lower) (local.get $brace)))
        (if (v128.any_true (local.get $closes))
          (then
            (local.set $found (v128.or (local.get $found)
              (v128.and (local.get $closes)
                (v128.or (i8x16.eq (local.get $second) (local.get $comma))
                  (v128.and (i8x16.le_u (local.get $second) (local.get $case))
                    (v128.or (i8x16.eq (local.get $third) (local.get $comma)) (i8x16.le_u (local.get $third) (local.get $case))))))))))
        ;; n a n, or i n f with or without the i of "infinity" behind.
        (local.set $second (v128.or (local.get $second) (local.get $case)))
        (local.set $third (v128.or (local.get $third) (local.get $case)))
        (local.set $fourth (v128.or (v128.load (i32.sub (local.get $at) (i32.const 3))) (local.get $case)))
        (local.set $words (v128.or
          (v128.and (v128.and (i8x16.eq (local.get $fourth) (local.get $n)) (i8x16.eq (local.get $third) (local.get $a))) (i8x16.eq (local.get $second) (local.get $n)))
          (v128.and (v128.and (i8x16.eq (local.get $fourth) (local.get $i)) (i8x16.eq (local.get $third) (local.get $n))) (i8x16.eq (local.get $second) (local.get $f)))))
        (if (v128.any_true (local.get $words))
          (then
            (local.set $fifth (v128.load (i32.sub (local.get $at) (i32.const 4))))
            (local.set $found (v128.or (local.get $found)
              (v128.and (local.get $words)
                (v128.and
                  (v128.or (v128.or (i8x16.le_u (local.get $byte) (local.get $case)) (i8x16.eq (local.get $byte) (local.get $comma)))
                    (v128.or (local.get $closes) (i8x16.eq (local.get $lower) (local.get $i))))
                  (v128.or (v128.or (i8x16.le_u (local.get $fifth) (local.get $case)) (i8x16.eq (local.get $fifth) (local.get $comma)))
                    (v128.or (i8x16.eq (local.get $fifth) (local.get $colon)) (v128.or (i8x16.eq (local.get $fifth) (local.get $bracket)) (i8x16.eq (local.get $fifth) (local.get $minus)))))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (v128.any_true (local.get $found))))
