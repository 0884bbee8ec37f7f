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
  ;; The byte that a NULL begins with, wherever it is.
  (global $hasNullBytes (export "hasNullBytes") (mut i32) (i32.const 0))
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
    (global.set $hasNullBytes (i32.const 0))
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

  ;; Looks through so many blocks from an address on. No quotes: a quote of -1. What is a global outside is a local here, and nothing
  ;; is called: both would take longer than all else. What a bit stands for in $odd, $quotedEnds … is found if there is one in the end.
  (func (export "scan") (param $at i32) (param $blocks i32) (param $quoteByte i32) (param $delimiterByte i32) (param $nullByte i32)
    (local $stop i32) (local $quoteMask i64)
    (local $quote v128) (local $delimiter v128) (local $lf v128) (local $cr v128) (local $null v128) (local $nulls v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $quotes i64) (local $inside i64) (local $outside i64) (local $openers i64) (local $closers i64) (local $behindClosers i64)
    (local $feeds i64) (local $returns i64) (local $behindReturns i64) (local $ends i64) (local $delimiters i64) (local $fieldEnds i64) (local $behindEnds i64)
    (local $open i64) (local $endedField i64) (local $endedRecord i64) (local $closed i64) (local $returned i64)
    (local $position i64) (local $begin i64) (local $fields i64) (local $mostFields i64) (local $longest i64) (local $records i64) (local $lines i64)
    (local $before i64) (local $end i64) (local $length i64) (local $seen i64)
    (local $anyQuotes i64) (local $odd i64) (local $quotedEnds i64) (local $otherEnds i64) (local $loneReturns i64) (local $anyReturns i64) (local $blanks i64)
    (local.set $quote (i8x16.splat (local.get $quoteByte)))
    (local.set $quoteMask (select (i64.const 0) (i64.const -1) (i32.lt_s (local.get $quoteByte) (i32.const 0))))
    (local.set $delimiter (i8x16.splat (local.get $delimiterByte)))
    (local.set $null (i8x16.splat (local.get $nullByte)))
    (local.set $lf (i8x16.splat (i32.const 10)))
    (local.set $cr (i8x16.splat (i32.const 13)))
    (local.set $open (global.get $open))
    (local.set $endedField (global.get $endedField))
    (local.set $endedRecord (global.get $endedRecord))
    (local.set $closed (global.get $closed))
    (local.set $returned (global.get $returned))
    (local.set $position (global.get $position))
    (local.set $begin (global.get $begin))
    (local.set $fields (global.get $delimiters))
    (local.set $mostFields (global.get $mostDelimiters))
    (local.set $longest (global.get $longest))
    (local.set $stop (i32.add (local.get $at) (i32.shl (local.get $blocks) (i32.const 6))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
        (local.set $a (v128.load (local.get $at)))
        (local.set $b (v128.load offset=16 (local.get $at)))
        (local.set $c (v128.load offset=32 (local.get $at)))
        (local.set $d (v128.load offset=48 (local.get $at)))
        (local.set $nulls (v128.or (local.get $nulls) (v128.or
          (v128.or (i8x16.eq (local.get $a) (local.get $null)) (i8x16.eq (local.get $b) (local.get $null)))
          (v128.or (i8x16.eq (local.get $c) (local.get $null)) (i8x16.eq (local.get $d) (local.get $null))))))
        (local.set $feeds (i64.or
          (i64.or
            (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $a) (local.get $lf))))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $b) (local.get $lf)))) (i64.const 16)))
          (i64.or
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $c) (local.get $lf)))) (i64.const 32))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $d) (local.get $lf)))) (i64.const 48)))))
        (local.set $returns (i64.or
          (i64.or
            (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $a) (local.get $cr))))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $b) (local.get $cr)))) (i64.const 16)))
          (i64.or
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $c) (local.get $cr)))) (i64.const 32))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $d) (local.get $cr)))) (i64.const 48)))))
        (local.set $delimiters (i64.or
          (i64.or
            (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $a) (local.get $delimiter))))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $b) (local.get $delimiter)))) (i64.const 16)))
          (i64.or
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $c) (local.get $delimiter)))) (i64.const 32))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $d) (local.get $delimiter)))) (i64.const 48)))))
        (local.set $quotes (i64.and (local.get $quoteMask) (i64.or
          (i64.or
            (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $a) (local.get $quote))))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $b) (local.get $quote)))) (i64.const 16)))
          (i64.or
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $c) (local.get $quote)))) (i64.const 32))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (local.get $d) (local.get $quote)))) (i64.const 48))))))
        (local.set $lines (i64.add (local.get $lines) (i64.popcnt (local.get $feeds))))
        (local.set $anyQuotes (i64.or (local.get $anyQuotes) (local.get $quotes)))

        ;; Inside quotes is what has an odd number of them up to it: each bit becomes the parity of the bits up to it.
        (local.set $inside (local.get $quotes))
        (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 1))))
        (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 2))))
        (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 4))))
        (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 8))))
        (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 16))))
        (local.set $inside (i64.xor (local.get $inside) (i64.shl (local.get $inside) (i64.const 32))))
        (local.set $inside (i64.xor (local.get $inside) (local.get $open)))
        (local.set $outside (i64.xor (local.get $inside) (i64.const -1)))
        (local.set $open (i64.shr_s (local.get $inside) (i64.const 63)))
        (local.set $quotedEnds (i64.or (local.get $quotedEnds) (i64.and (local.get $inside) (i64.or (local.get $feeds) (local.get $returns)))))
        (local.set $feeds (i64.and (local.get $feeds) (local.get $outside)))
        (local.set $returns (i64.and (local.get $returns) (local.get $outside)))
        (local.set $delimiters (i64.and (local.get $delimiters) (local.get $outside)))
        (local.set $ends (i64.or (local.get $feeds) (local.get $returns)))
        (local.set $fieldEnds (i64.or (local.get $ends) (local.get $delimiters)))

        ;; Each bit moves to the byte behind, and that of the last byte of the block before comes in. A quote opens behind the end of a
        ;; field or, the second of a doubled one, behind one that closes. Behind one that closes comes the end of the field or one that
        ;; opens again.
        (local.set $openers (i64.and (local.get $quotes) (local.get $inside)))
        (local.set $closers (i64.and (local.get $quotes) (local.get $outside)))
        (local.set $behindClosers (i64.or (i64.shl (local.get $closers) (i64.const 1)) (local.get $closed)))
        (local.set $odd (i64.or (local.get $odd) (i64.or
          (i64.and (local.get $openers) (i64.xor (i64.or (local.get $behindClosers) (i64.or (i64.shl (local.get $fieldEnds) (i64.const 1)) (local.get $endedField))) (i64.const -1)))
          (i64.and (local.get $behindClosers) (i64.xor (i64.or (local.get $fieldEnds) (local.get $openers)) (i64.const -1))))))

        (local.set $behindReturns (i64.or (i64.shl (local.get $returns) (i64.const 1)) (local.get $returned)))
        (local.set $anyReturns (i64.or (local.get $anyReturns) (local.get $returns)))
        (local.set $otherEnds (i64.or (local.get $otherEnds) (i64.and (local.get $feeds) (i64.xor (local.get $behindReturns) (i64.const -1)))))
        (local.set $loneReturns (i64.or (local.get $loneReturns) (i64.and (local.get $behindReturns) (i64.xor (local.get $feeds) (i64.const -1)))))
        ;; An end right behind an end is that of a blank line, but for the LF of CR LF.
        (local.set $behindEnds (i64.or (i64.shl (local.get $ends) (i64.const 1)) (local.get $endedRecord)))
        (local.set $records (i64.add (local.get $records) (i64.popcnt (i64.and (local.get $ends) (i64.xor (local.get $behindEnds) (i64.const -1))))))
        (local.set $blanks (i64.or (local.get $blanks) (i64.and (i64.and (local.get $ends) (local.get $behindEnds))
          (i64.xor (i64.and (local.get $feeds) (local.get $behindReturns)) (i64.const -1)))))

        (local.set $endedField (i64.shr_u (local.get $fieldEnds) (i64.const 63)))
        (local.set $endedRecord (i64.shr_u (local.get $ends) (i64.const 63)))
        (local.set $closed (i64.shr_u (local.get $closers) (i64.const 63)))
        (local.set $returned (i64.shr_u (local.get $returns) (i64.const 63)))

        ;; The ends of records one after the other: delimiters and bytes of each record. $seen: delimiters of the block up to the last end.
        (local.set $seen (i64.const 0))
        (block $measured
          (loop $record
            (br_if $measured (i64.eqz (local.get $ends)))
            ;; The bits below the lowest one that is set.
            (local.set $before (i64.popcnt (i64.and (local.get $delimiters) (i64.and (i64.sub (local.get $ends) (i64.const 1)) (i64.xor (local.get $ends) (i64.const -1))))))
            (local.set $fields (i64.add (local.get $fields) (i64.sub (local.get $before) (local.get $seen))))
            (local.set $seen (local.get $before))
            (local.set $mostFields (select (local.get $fields) (local.get $mostFields) (i64.gt_s (local.get $fields) (local.get $mostFields))))
            (local.set $fields (i64.const 0))
            (local.set $end (i64.add (local.get $position) (i64.ctz (local.get $ends))))
            (local.set $length (i64.sub (local.get $end) (local.get $begin)))
            (local.set $longest (select (local.get $length) (local.get $longest) (i64.gt_s (local.get $length) (local.get $longest))))
            (local.set $begin (i64.add (local.get $end) (i64.const 1)))
            (local.set $ends (i64.and (local.get $ends) (i64.sub (local.get $ends) (i64.const 1))))
            (br $record)))
        (local.set $fields (i64.add (local.get $fields) (i64.sub (i64.popcnt (local.get $delimiters)) (local.get $seen))))

        (local.set $position (i64.add (local.get $position) (i64.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $next)))
    (global.set $open (local.get $open))
    (global.set $endedField (local.get $endedField))
    (global.set $endedRecord (local.get $endedRecord))
    (global.set $closed (local.get $closed))
    (global.set $returned (local.get $returned))
    (global.set $position (local.get $position))
    (global.set $begin (local.get $begin))
    (global.set $delimiters (local.get $fields))
    (global.set $mostDelimiters (local.get $mostFields))
    (global.set $longest (local.get $longest))
    (global.set $records (i64.add (global.get $records) (local.get $records)))
    (global.set $lines (i64.add (global.get $lines) (local.get $lines)))
    (global.set $hasQuotes (i32.or (global.get $hasQuotes) (i64.ne (i64.const 0) (local.get $anyQuotes))))
    (global.set $hasOddQuotes (i32.or (global.get $hasOddQuotes) (i64.ne (i64.const 0) (local.get $odd))))
    (global.set $hasQuotedLineEnds (i32.or (global.get $hasQuotedLineEnds) (i64.ne (i64.const 0) (local.get $quotedEnds))))
    (global.set $hasOtherEnds (i32.or (global.get $hasOtherEnds) (i64.ne (i64.const 0) (local.get $otherEnds))))
    (global.set $hasLoneReturns (i32.or (global.get $hasLoneReturns) (i64.ne (i64.const 0) (local.get $loneReturns))))
    (global.set $hasReturns (i32.or (global.get $hasReturns) (i64.ne (i64.const 0) (local.get $anyReturns))))
    (global.set $hasNullBytes (i32.or (global.get $hasNullBytes) (v128.any_true (local.get $nulls))))
    (global.set $hasBlankLines (i32.or (global.get $hasBlankLines) (i64.ne (i64.const 0) (local.get $blanks)))))

  ;; A glance at so many blocks, four times as fast: 1 if there is a quote or CR, 2 if there is a LF behind a LF, 4 if there is the
  ;; byte that a NULL begins with, and their sums. The byte in front of the address counts as well for LF. No quotes: a quote of 13.
  (func (export "glance") (param $at i32) (param $blocks i32) (param $quoteByte i32) (param $nullByte i32) (result i32)
    (local $stop i32) (local $byte v128) (local $quote v128) (local $lf v128) (local $cr v128) (local $null v128)
    (local $marks v128) (local $blanks v128) (local $nulls v128)
    (local.set $quote (i8x16.splat (local.get $quoteByte)))
    (local.set $null (i8x16.splat (local.get $nullByte)))
    (local.set $lf (i8x16.splat (i32.const 10)))
    (local.set $cr (i8x16.splat (i32.const 13)))
    (local.set $stop (i32.add (local.get $at) (i32.shl (local.get $blocks) (i32.const 6))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
        (local.set $byte (v128.load (local.get $at)))
        (local.set $marks (v128.or (local.get $marks) (v128.or (i8x16.eq (local.get $byte) (local.get $quote)) (i8x16.eq (local.get $byte) (local.get $cr)))))
        (local.set $nulls (v128.or (local.get $nulls) (i8x16.eq (local.get $byte) (local.get $null))))
        (local.set $blanks (v128.or (local.get $blanks)
          (v128.and (i8x16.eq (local.get $byte) (local.get $lf)) (i8x16.eq (v128.load (i32.sub (local.get $at) (i32.const 1))) (local.get $lf)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.or (v128.any_true (local.get $marks))
      (i32.or (i32.shl (v128.any_true (local.get $blanks)) (i32.const 1)) (i32.shl (v128.any_true (local.get $nulls)) (i32.const 2)))))

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
    (v128.any_true (local.get $found)))

  ;; Copies so many bytes, all but CRs, to memory that does not overlap; how many they are.
  (func (export "dropReturns") (param $at i32) (param $length i32) (param $to i32) (result i32)
    (local $start i32) (local $stop i32) (local $byte i32) (local $returns i32) (local $bytes v128) (local $cr v128)
    (local.set $cr (i8x16.splat (i32.const 13)))
    (local.set $start (local.get $to))
    (local.set $stop (i32.add (local.get $at) (local.get $length)))
    (block $tail
      (loop $next
        (br_if $tail (i32.gt_u (i32.add (local.get $at) (i32.const 16)) (local.get $stop)))
        (local.set $bytes (v128.load (local.get $at)))
        (local.set $returns (i8x16.bitmask (i8x16.eq (local.get $bytes) (local.get $cr))))
        ;; Sixteen bytes however many count: the next ones are written over the others.
        (v128.store (local.get $to) (local.get $bytes))
        (if (i32.eqz (local.get $returns))
          (then
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (local.set $to (i32.add (local.get $to) (i32.const 16))))
          (else
            (local.set $to (i32.add (local.get $to) (i32.ctz (local.get $returns))))
            (local.set $at (i32.add (local.get $at) (i32.add (i32.ctz (local.get $returns)) (i32.const 1))))))
        (br $next)))
    (block $done
      (loop $one
        (br_if $done (i32.ge_u (local.get $at) (local.get $stop)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (i32.store8 (local.get $to) (local.get $byte))
        (local.set $to (i32.add (local.get $to) (i32.ne (local.get $byte) (i32.const 13))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $one)))
    (i32.sub (local.get $to) (local.get $start))))
