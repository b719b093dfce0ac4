;; Random words and keep masks, four blocks of Threefry at a time. fill-blocks.ts has the same arithmetic in TypeScript: results
;; are equal bit for bit.
(module
  (memory (export "memory") 1)

  ;; Threefry-2x32 with 20 rounds (threefry.ts), of $blocks successive counters from ($low, $high) on: 8 bytes a block from
  ;; address 0 on. $blocks is rounded up to a multiple of 4. The lower half of the counter must not pass 2³² - 1 within the
  ;; blocks that are asked for: its carry is the caller's.
  (func (export "fill")
    (param $blocks i32) (param $key0 i32) (param $key1 i32) (param $low i32) (param $high i32)
    (local $key2 i32) (local $at i32) (local $end i32)
    (local $k0 v128) (local $k1 v128) (local $k2 v128)
    (local $s1 v128) (local $s2 v128) (local $s3 v128) (local $s4 v128) (local $s5 v128)
    (local $counter v128) (local $upper v128) (local $x0 v128) (local $x1 v128)
    (local.set $key2 (i32.xor (i32.const 0x1bd11bda) (i32.xor (local.get $key0) (local.get $key1))))
    (local.set $k0 (i32x4.splat (local.get $key0)))
    (local.set $k1 (i32x4.splat (local.get $key1)))
    (local.set $k2 (i32x4.splat (local.get $key2)))
    ;; What is added to the second word after four rounds: the key, and which four they were.
    (local.set $s1 (i32x4.splat (i32.add (local.get $key2) (i32.const 1))))
    (local.set $s2 (i32x4.splat (i32.add (local.get $key0) (i32.const 2))))
    (local.set $s3 (i32x4.splat (i32.add (local.get $key1) (i32.const 3))))
    (local.set $s4 (i32x4.splat (i32.add (local.get $key2) (i32.const 4))))
    (local.set $s5 (i32x4.splat (i32.add (local.get $key0) (i32.const 5))))
    (local.set $counter
      (i32x4.add (i32x4.add (i32x4.splat (local.get $low)) (v128.const i32x4 0 1 2 3)) (local.get $k0)))
    (local.set $upper (i32x4.splat (i32.add (local.get $high) (local.get $key1))))
    (local.set $end (i32.shl (local.get $blocks) (i32.const 3)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $x0 (local.get $counter))
        (local.set $x1 (local.get $upper))

        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 13)) (i32x4.shr_u (local.get $x1) (i32.const 19)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 15)) (i32x4.shr_u (local.get $x1) (i32.const 17)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 26)) (i32x4.shr_u (local.get $x1) (i32.const 6)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 6)) (i32x4.shr_u (local.get $x1) (i32.const 26)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $k1)))
        (local.set $x1 (i32x4.add (local.get $x1) (local.get $s1)))

        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 17)) (i32x4.shr_u (local.get $x1) (i32.const 15)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 29)) (i32x4.shr_u (local.get $x1) (i32.const 3)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (i8x16.shuffle 2 3 0 1 6 7 4 5 10 11 8 9 14 15 12 13 (local.get $x1) (local.get $x1))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (i8x16.shuffle 1 2 3 0 5 6 7 4 9 10 11 8 13 14 15 12 (local.get $x1) (local.get $x1))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $k2)))
        (local.set $x1 (i32x4.add (local.get $x1) (local.get $s2)))

        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 13)) (i32x4.shr_u (local.get $x1) (i32.const 19)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 15)) (i32x4.shr_u (local.get $x1) (i32.const 17)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 26)) (i32x4.shr_u (local.get $x1) (i32.const 6)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 6)) (i32x4.shr_u (local.get $x1) (i32.const 26)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $k0)))
        (local.set $x1 (i32x4.add (local.get $x1) (local.get $s3)))

        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 17)) (i32x4.shr_u (local.get $x1) (i32.const 15)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 29)) (i32x4.shr_u (local.get $x1) (i32.const 3)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (i8x16.shuffle 2 3 0 1 6 7 4 5 10 11 8 9 14 15 12 13 (local.get $x1) (local.get $x1))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (i8x16.shuffle 1 2 3 0 5 6 7 4 9 10 11 8 13 14 15 12 (local.get $x1) (local.get $x1))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $k1)))
        (local.set $x1 (i32x4.add (local.get $x1) (local.get $s4)))

        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 13)) (i32x4.shr_u (local.get $x1) (i32.const 19)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 15)) (i32x4.shr_u (local.get $x1) (i32.const 17)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 26)) (i32x4.shr_u (local.get $x1) (i32.const 6)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $x1)))
        (local.set $x1 (v128.xor (local.get $x0) (v128.or (i32x4.shl (local.get $x1) (i32.const 6)) (i32x4.shr_u (local.get $x1) (i32.const 26)))))
        (local.set $x0 (i32x4.add (local.get $x0) (local.get $k2)))
        (local.set $x1 (i32x4.add (local.get $x1) (local.get $s5)))

        ;; Words of a block lie side by side.
        (v128.store (local.get $at)
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $x0) (local.get $x1)))
        (v128.store offset=16 (local.get $at)
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $x0) (local.get $x1)))
        (local.set $counter (i32x4.add (local.get $counter) (v128.const i32x4 4 4 4 4)))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br $next))))

  ;; Turns words from address 0 on, $count rounded up to a multiple of 4, into $kept where their upper 31 bits are at least
  ;; $threshold, else into 0.
  (func (export "keep") (param $count i32) (param $threshold i32) (param $kept i32)
    (local $at i32) (local $end i32)
    (local.set $end (i32.shl (local.get $count) (i32.const 2)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (v128.store (local.get $at)
          (v128.and
            (i32x4.ge_u
              (i32x4.shr_u (v128.load (local.get $at)) (i32.const 1))
              (i32x4.splat (local.get $threshold)))
            (i32x4.splat (local.get $kept))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))))
