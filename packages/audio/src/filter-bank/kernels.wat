;; What is done to every sample, every bin of a spectrum and every filter of a filter bank. frames.ts, mel-filters.ts and
;; logarithm.ts say what and why.
;;
;; Pointers are byte offsets into the module's memory. A window of odd length is read and written one number too far:
;; into the room that is after each array (see @romae/wasm).
(module
  (memory (export "memory") 1)

  ;; For each of $count > 0 samples (float32): the difference x - preemphasis * previous, and after sums[0] = 0 the sum
  ;; of all up to it (float64, count + 1).
  (func (export "differences")
    (param $samples i32) (param $count i32) (param $previous f64) (param $preemphasis f64)
    (param $differences i32) (param $sums i32)
    (local $end i32) (local $current f64) (local $sum f64)
    (local.set $end (i32.add (local.get $samples) (i32.shl (local.get $count) (i32.const 2))))
    (f64.store (local.get $sums) (f64.const 0))
    (loop $next
      (local.set $current (f64.promote_f32 (f32.load (local.get $samples))))
      (f64.store
        (local.get $differences)
        (f64.sub (local.get $current) (f64.mul (local.get $preemphasis) (local.get $previous))))
      (local.set $sum (f64.add (local.get $sum) (local.get $current)))
      (f64.store offset=8 (local.get $sums) (local.get $sum))
      (local.set $previous (local.get $current))
      (local.set $samples (i32.add (local.get $samples) (i32.const 4)))
      (local.set $differences (i32.add (local.get $differences) (i32.const 8)))
      (local.set $sums (i32.add (local.get $sums) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $samples) (local.get $end)))))

  ;; frame[i] = (differences[i] - offset) * window[i] for $length > 0 numbers: float64 -> float32.
  (func (export "window")
    (param $differences i32) (param $offset f64) (param $window i32) (param $length i32) (param $frame i32)
    (local $end i32) (local $offsets v128)
    (local.set $end (i32.add (local.get $frame) (i32.shl (local.get $length) (i32.const 2))))
    (local.set $offsets (f64x2.splat (local.get $offset)))
    (loop $next
      (v128.store64_lane 0
        (local.get $frame)
        (f32x4.demote_f64x2_zero
          (f64x2.mul
            (f64x2.sub (v128.load (local.get $differences)) (local.get $offsets))
            (v128.load (local.get $window)))))
      (local.set $differences (i32.add (local.get $differences) (i32.const 16)))
      (local.set $window (i32.add (local.get $window) (i32.const 16)))
      (local.set $frame (i32.add (local.get $frame) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $frame) (local.get $end)))))

  ;; re, im, re, im, … -> re² + im², $count of them, a multiple of 4.
  (func (export "powers") (param $spectrum i32) (param $powers i32) (param $count i32)
    (local $end i32) (local $a v128) (local $b v128)
    (local.set $end (i32.add (local.get $powers) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $a (v128.load (local.get $spectrum)))
      (local.set $b (v128.load offset=16 (local.get $spectrum)))
      (local.set $a (f32x4.mul (local.get $a) (local.get $a)))
      (local.set $b (f32x4.mul (local.get $b) (local.get $b)))
      (v128.store
        (local.get $powers)
        (f32x4.add
          (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $a) (local.get $b))
          (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $a) (local.get $b))))
      (local.set $spectrum (i32.add (local.get $spectrum) (i32.const 32)))
      (local.set $powers (i32.add (local.get $powers) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $powers) (local.get $end)))))

  ;; The energies of $bins > 0 filters, at least $floor each, and one number of no use before them: what the first
  ;; stretch would give to a filter before the first. Weights are float64, powers and energies float32.
  (func (export "filters")
    (param $powers i32) (param $starts i32) (param $falling i32) (param $rising i32) (param $bins i32) (param $floor f64)
    (param $energies i32)
    (local $bin i32) (local $end i32) (local $last i32) (local $power f64)
    (local $fallingSum f64) (local $risingSum f64) (local $shared f64)
    (local.set $last (i32.add (local.get $energies) (i32.shl (local.get $bins) (i32.const 2))))
    (local.set $bin (i32.load (local.get $starts)))
    (loop $nextStretch
      (local.set $fallingSum (f64.const 0))
      (local.set $risingSum (f64.const 0))
      (local.set $end (i32.load offset=4 (local.get $starts)))
      (block $stretchDone
        (loop $nextBin
          (br_if $stretchDone (i32.ge_u (local.get $bin) (local.get $end)))
          (local.set $power
            (f64.promote_f32 (f32.load (i32.add (local.get $powers) (i32.shl (local.get $bin) (i32.const 2))))))
          (local.set $fallingSum
            (f64.add
              (local.get $fallingSum)
              (f64.mul
                (local.get $power)
                (f64.load (i32.add (local.get $falling) (i32.shl (local.get $bin) (i32.const 3)))))))
          (local.set $risingSum
            (f64.add
              (local.get $risingSum)
              (f64.mul
                (local.get $power)
                (f64.load (i32.add (local.get $rising) (i32.shl (local.get $bin) (i32.const 3)))))))
          (local.set $bin (i32.add (local.get $bin) (i32.const 1)))
          (br $nextBin)))
      (f32.store
        (local.get $energies)
        (f32.demote_f64 (f64.max (f64.add (local.get $shared) (local.get $fallingSum)) (local.get $floor))))
      (local.set $shared (local.get $risingSum))
      (local.set $starts (i32.add (local.get $starts) (i32.const 4)))
      (local.set $energies (i32.add (local.get $energies) (i32.const 4)))
      (br_if $nextStretch (i32.le_u (local.get $energies) (local.get $last)))))

  ;; The natural logarithms of $count > 0 positive, normal float32, in place. $table holds pairs of float64.
  (func (export "logarithms") (param $values i32) (param $count i32) (param $table i32)
    (local $end i32) (local $word i32) (local $entry i32) (local $mantissa i32) (local $r f64)
    (local.set $end (i32.add (local.get $values) (i32.shl (local.get $count) (i32.const 2))))
    (loop $next
      (local.set $word (i32.load (local.get $values)))
      (local.set $mantissa (i32.and (local.get $word) (i32.const 0x7fffff)))
      ;; The mantissa's first 8 bits choose the pair, 16 bytes each.
      (local.set $entry
        (i32.add (local.get $table) (i32.shl (i32.shr_u (local.get $mantissa) (i32.const 15)) (i32.const 4))))
      (local.set $r
        (f64.sub
          (f64.mul
            (f64.promote_f32 (f32.reinterpret_i32 (i32.or (local.get $mantissa) (i32.const 0x3f800000))))
            (f64.load (local.get $entry)))
          (f64.const 1)))
      (f32.store
        (local.get $values)
        (f32.demote_f64
          (f64.add
            (f64.add
              (f64.mul
                (f64.convert_i32_u (i32.shr_u (local.get $word) (i32.const 23)))
                (f64.const 0.6931471805599453))
              (f64.load offset=8 (local.get $entry)))
            (f64.mul (local.get $r) (f64.sub (f64.const 1) (f64.mul (f64.const 0.5) (local.get $r)))))))
      (local.set $values (i32.add (local.get $values) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $values) (local.get $end)))))
)
