-- SPDX-License-Identifier: MIT
-- The processor sets accessed and dirty, and obeys read-only, as soon as the
-- TLB was flushed, whatever the strategy; both states of paging.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: bits

local WRITE <const>, ACCESSED <const>, DIRTY <const> = 0x2, 0x20, 0x40
local INVLPG <const>, BEST <const> = 1, 5
local PAGES <const> = 40

local before = deimos.digest()
local subject = deimos.load("bits")
local bits = subject:open("bits")

assert(bits.transparent() == 0)
assert(bits.start() == 0)
assert(bits.waiting() == 0)
bits.write(3)
for strategy = INVLPG, BEST do
  for _, pages in ipairs{ 1, PAGES - 3 } do
    assert(bits.attributes(3, pages, ACCESSED | DIRTY, 0, strategy) >= 0)
    assert(bits.attributes(3, 1, 0, 0, 0) == 3, "touched by nobody")
    bits.read(3)
    assert(bits.attributes(3, 1, 0, 0, 0) == 3 | ACCESSED, "read")
    bits.write(3)
    assert(bits.attributes(3, 1, 0, 0, 0) == 3 | ACCESSED | DIRTY, "written")
    -- changed first, flushed later
    assert(bits.attributes(3, pages, ACCESSED | DIRTY, 0, 0) >= 0)
    assert(bits.flush(3, pages, strategy) == 0)
    bits.write(3)
    assert(bits.attributes(3, 1, 0, 0, 0) == 3 | ACCESSED | DIRTY, "flush")
  end
end
assert(bits.attributes(3, 1, WRITE, 0, BEST) & WRITE == WRITE)
bits.read(3)
assert(bits.attributes(3, 1, 0, WRITE, BEST) & WRITE == 0)
bits.write(3)
assert(bits.stop() == 1)
assert(bits.start() == 0)
assert(bits.attributes(3, PAGES - 3, WRITE, 0, BEST) & WRITE == WRITE)
bits.read(3)
local ok, message = pcall(bits.write, 3)
assert(not ok and message:find("#PF", 1, true), message)
deimos.nmm.paging(false)
deimos.close(bits)
subject:unload()
assert(deimos.digest() == before)
print("bits: set by the processor, obeyed by it")
