;; What is done to every pixel, on float32 numbers, four at a time.
;;
;; Pointers are byte offsets into the module's memory. Stretches whose length is not a multiple of four are read and
;; written up to twelve bytes too far: what is overwritten comes next in the same loop, or is room that the caller
;; leaves after each array (see @romae/wasm).
(module
  (memory (export "memory") 1)

  ;; One axis of an array: [outer, length, inner] -> [outer, count, inner], each new entry a weighted sum of old ones.
  ;; Entry e begins at old entry first[e], and has the weights from start[e] up to start[e + 1], at least one. See
  ;; taps.ts, and resample.ts for the same in TypeScript.
  (func (export "resample")
    (param $data i32) (param $output i32) (param $outer i32) (param $length i32) (param $inner i32) (param $count i32)
    (param $first i32) (param $start i32) (param $weights i32)
    (local $bytes i32) (local $blockBytes i32) (local $entry i32) (local $from i32) (local $column i32) (local $at i32)
    (local $tap i32) (local $begin i32) (local $end i32) (local $weight v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $bytes (i32.shl (local.get $inner) (i32.const 2)))
    (local.set $blockBytes (i32.mul (local.get $length) (local.get $bytes)))
    (loop $nextBlock
      (local.set $entry (i32.const 0))
      (loop $nextEntry
        (local.set $at (i32.shl (local.get $entry) (i32.const 2)))
        (local.set $from
          (i32.add
            (local.get $data)
            (i32.mul (i32.load (i32.add (local.get $first) (local.get $at))) (local.get $bytes))))
        (local.set $at (i32.add (local.get $start) (local.get $at)))
        (local.set $begin (i32.add (local.get $weights) (i32.shl (i32.load (local.get $at)) (i32.const 2))))
        (local.set $end (i32.add (local.get $weights) (i32.shl (i32.load offset=4 (local.get $at)) (i32.const 2))))
        (local.set $column (i32.const 0))
        ;; Sixteen numbers at a time, as long as there are as many: going through the weights costs less for each.
        (block $wideDone
          (loop $nextWide
            (br_if $wideDone (i32.gt_u (i32.add (local.get $column) (i32.const 64)) (local.get $bytes)))
            (local.set $a (v128.const i32x4 0 0 0 0))
            (local.set $b (v128.const i32x4 0 0 0 0))
            (local.set $c (v128.const i32x4 0 0 0 0))
            (local.set $d (v128.const i32x4 0 0 0 0))
            (local.set $at (i32.add (local.get $from) (local.get $column)))
            (local.set $tap (local.get $begin))
            (loop $nextTap
              (local.set $weight (v128.load32_splat (local.get $tap)))
              (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $weight) (v128.load (local.get $at)))))
              (local.set $b
                (f32x4.add (local.get $b) (f32x4.mul (local.get $weight) (v128.load offset=16 (local.get $at)))))
              (local.set $c
                (f32x4.add (local.get $c) (f32x4.mul (local.get $weight) (v128.load offset=32 (local.get $at)))))
              (local.set $d
                (f32x4.add (local.get $d) (f32x4.mul (local.get $weight) (v128.load offset=48 (local.get $at)))))
              (local.set $at (i32.add (local.get $at) (local.get $bytes)))
              (local.set $tap (i32.add (local.get $tap) (i32.const 4)))
              (br_if $nextTap (i32.lt_u (local.get $tap) (local.get $end))))
            (local.set $at (i32.add (local.get $output) (local.get $column)))
            (v128.store (local.get $at) (local.get $a))
            (v128.store offset=16 (local.get $at) (local.get $b))
            (v128.store offset=32 (local.get $at) (local.get $c))
            (v128.store offset=48 (local.get $at) (local.get $d))
            (local.set $column (i32.add (local.get $column) (i32.const 64)))
            (br $nextWide)))
        (block $narrowDone
          (loop $nextNarrow
            (br_if $narrowDone (i32.ge_u (local.get $column) (local.get $bytes)))
            (local.set $a (v128.const i32x4 0 0 0 0))
            (local.set $at (i32.add (local.get $from) (local.get $column)))
            (local.set $tap (local.get $begin))
            (loop $nextTap
              (local.set $a
                (f32x4.add
                  (local.get $a)
                  (f32x4.mul (v128.load32_splat (local.get $tap)) (v128.load (local.get $at)))))
              (local.set $at (i32.add (local.get $at) (local.get $bytes)))
              (local.set $tap (i32.add (local.get $tap) (i32.const 4)))
              (br_if $nextTap (i32.lt_u (local.get $tap) (local.get $end))))
            (v128.store (i32.add (local.get $output) (local.get $column)) (local.get $a))
            (local.set $column (i32.add (local.get $column) (i32.const 16)))
            (br $nextNarrow)))
        (local.set $output (i32.add (local.get $output) (local.get $bytes)))
        (local.set $entry (i32.add (local.get $entry) (i32.const 1)))
        (br_if $nextEntry (i32.lt_u (local.get $entry) (local.get $count))))
      (local.set $data (i32.add (local.get $data) (local.get $blockBytes)))
      (local.set $outer (i32.sub (local.get $outer) (i32.const 1)))
      (br_if $nextBlock (local.get $outer))))

  ;; Gathers runs of $run numbers, run r from data[starts[r]] on, as (value - mean) * scale; $mean and $scale hold a
  ;; number for each of a run, and zeros after them. Returns 0 when all results are finite, and NaN when one is not:
  ;; times 0, those are NaN, which stays in a sum.
  (func (export "normalize")
    (param $data i32) (param $output i32) (param $starts i32) (param $count i32) (param $run i32)
    (param $mean i32) (param $scale i32) (result f32)
    (local $bytes i32) (local $from i32) (local $column i32) (local $end i32) (local $values v128) (local $sum v128)
    (local.set $bytes (i32.shl (local.get $run) (i32.const 2)))
    (local.set $end (i32.add (local.get $starts) (i32.shl (local.get $count) (i32.const 2))))
    (loop $nextRun
      (local.set $from (i32.add (local.get $data) (i32.shl (i32.load (local.get $starts)) (i32.const 2))))
      (local.set $column (i32.const 0))
      (loop $nextColumn
        (local.set $values
          (f32x4.mul
            (f32x4.sub
              (v128.load (i32.add (local.get $from) (local.get $column)))
              (v128.load (i32.add (local.get $mean) (local.get $column))))
            (v128.load (i32.add (local.get $scale) (local.get $column)))))
        (v128.store (i32.add (local.get $output) (local.get $column)) (local.get $values))
        (local.set $sum
          (f32x4.add (local.get $sum) (f32x4.mul (local.get $values) (v128.const i32x4 0 0 0 0))))
        (local.set $column (i32.add (local.get $column) (i32.const 16)))
        (br_if $nextColumn (i32.lt_u (local.get $column) (local.get $bytes))))
      (local.set $output (i32.add (local.get $output) (local.get $bytes)))
      (local.set $starts (i32.add (local.get $starts) (i32.const 4)))
      (br_if $nextRun (i32.lt_u (local.get $starts) (local.get $end))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))
)
