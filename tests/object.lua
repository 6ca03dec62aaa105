-- SPDX-License-Identifier: MIT
-- ELF32 objects of modules, changed for tests: words of a section, with the
-- relocations that belong to them. Offsets count from 0.

local M = {}
M.__index = M

local SECTION <const>, REL <const> = 40, 8

local function section(text, i)
  local shoff = ("<I4"):unpack(text, 33)
  local name, kind, flags, addr, offset, size, link, info, align, entsize =
    ("<I4I4I4I4I4I4I4I4I4I4"):unpack(text, shoff + i * SECTION + 1)
  return { index = i, name = name, kind = kind, flags = flags, addr = addr,
    offset = offset, size = size, link = link, info = info, align = align,
    entsize = entsize, header = shoff + i * SECTION }
end

-- open: an object's text; its sections by name.
function M.open(text)
  local count, names = ("<I2I2"):unpack(text, 49)
  local o = setmetatable({ text = text, sections = {} }, M)
  local strings = section(text, names)
  for i = 1, count - 1 do
    local s = section(text, i)
    o.sections[("z"):unpack(text, strings.offset + s.name + 1)] = s
  end
  return o
end

function M:put(at, data)
  self.text = self.text:sub(1, at) .. data .. self.text:sub(at + #data + 1)
end

function M:word(at)
  return (("<I4"):unpack(self.text, at + 1))
end

function M:set_word(at, value)
  self:put(at, ("<I4"):pack(value & 0xffffffff))
end

-- Where the relocation of that word of the section lies in the file, or nil.
function M:relocation(name, offset)
  local rel = self.sections[".rel" .. name]
  for at = rel.offset, rel.offset + rel.size - REL, REL do
    if self:word(at) == offset then return at end
  end
end

-- set: the word is a number; shift: it leads elsewhere by so many bytes;
-- same: it leads where another does.
function M:set(name, offset, value)
  local at = self:relocation(name, offset)
  if at then self:set_word(at + 4, 0) end               -- R_386_NONE
  self:set_word(self.sections[name].offset + offset, value)
end

function M:shift(name, offset, distance)
  local at = self.sections[name].offset + offset
  self:set_word(at, self:word(at) + distance)
end

function M:same(name, offset, other)
  local base = self.sections[name].offset
  local to = assert(self:relocation(name, offset), "no relocation there")
  local from = self:relocation(name, other)
  self:set_word(to + 4, from and self:word(from + 4) or 0)
  self:set_word(base + offset, self:word(base + other))
end

return M
