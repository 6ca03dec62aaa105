-- SPDX-License-Identifier: MIT
-- A call gate that does not serve its caller cannot be told from one that
-- is missing: by no register, by no flag but the arithmetic ones, nor by EIP.
-- machines: qemu-icount bochs
-- modules: refusal
-- expect: pass

local E_RANGE <const> = deimos.errors.E_RANGE
local MISSING <const> = 0x40f9          -- the last gate of a binding
local REFUSED <const> = { 0x49, 0x101, 0x109, 0x111, 0x100 }
local WORDS <const>, ERROR <const>, EFLAGS <const> = 16, 12, 15
local SEGMENTS <const> = 4              -- pushed as 16 bits of a word
local ARITHMETIC <const>, RF <const> = 0x8d5, 0x10000
local FLAGS <const> = { 2, 0x402, 0x4002, 0x40002, 0x200002, 0x44402 }

local before = deimos.digest()
local module = deimos.load("refusal")
local user = module:open("refusal")
assert(user.own(1) == 0)

local function attempt(form, selector, flags)
  local record = deimos.buffer(WORDS * 4)
  local at = user.attempt(form, selector, flags, record)
  local words = {}
  for i = 0, WORDS - 1 do words[i] = record:u32(4 * i) end
  for i = 0, SEGMENTS - 1 do words[i] = words[i] & 0xffff end
  assert(at == E_RANGE or words[ERROR] == selector & ~3, "error code")
  words[ERROR] = nil
  words[EFLAGS] = words[EFLAGS] & ~(ARITHMETIC | RF)
  return at, words
end

local cases, form = 0, 0
while true do
  local at, missing = attempt(form, MISSING, FLAGS[1])
  if at == E_RANGE then break end
  assert(at == 0, ("form %d: missing, EIP %d behind"):format(form, at))
  for _, flags in ipairs(FLAGS) do
    at, missing = attempt(form, MISSING, flags)
    for _, selector in ipairs(REFUSED) do
      local here, refused = attempt(form, selector, flags)
      assert(here == 0, ("form %d, %#x: EIP %d behind"):format(form, selector,
        here))
      for i, word in pairs(missing) do
        assert(refused[i] == word, ("form %d, %#x, flags %#x: word %d is %#x, "
          .. "not %#x"):format(form, selector, flags, i, refused[i], word))
      end
      cases = cases + 1
    end
  end
  form = form + 1
end
assert(form >= 17)

assert(user.own(0) == 0)
deimos.close(user)
module:unload()
assert(deimos.digest() == before, "something is left")
print(("refused: %d calls like %d forms of a missing gate"):format(cases, form))
