-- SPDX-License-Identifier: MIT
-- The clock and first-in-first-out policies, simulated: no code and no idea
-- of how it is done is shared with the system's.

local M = {}

-- references: a list of { page, is_write }. Faults, evictions, write-backs.
function M.clock(references, frames)
  local circle, hand, where = {}, 1, {}
  local faults, evictions, writes = 0, 0, 0
  for _, r in ipairs(references) do
    local page, is_write = r[1], r[2]
    local slot = where[page]
    if not slot then
      faults = faults + 1
      if #circle < frames then
        slot = { }
        circle[#circle + 1] = slot
      else
        while circle[hand].used do
          circle[hand].used = false
          hand = hand % frames + 1
        end
        slot = circle[hand]
        hand = hand % frames + 1
        evictions = evictions + 1
        if slot.dirty then writes = writes + 1 end
        where[slot.page] = nil
        slot.dirty = false
      end
      slot.page = page
      where[page] = slot
    end
    slot.used = true
    slot.dirty = slot.dirty or is_write
  end
  return faults, evictions, writes
end

function M.fifo(references, frames)
  local queue, present, dirty = {}, {}, {}
  local faults, evictions, writes = 0, 0, 0
  for _, r in ipairs(references) do
    local page, is_write = r[1], r[2]
    if not present[page] then
      faults = faults + 1
      if #queue == frames then
        local oldest = table.remove(queue, 1)
        present[oldest] = nil
        evictions = evictions + 1
        if dirty[oldest] then writes = writes + 1 end
        dirty[oldest] = nil
      end
      queue[#queue + 1] = page
      present[page] = true
    end
    dirty[page] = dirty[page] or is_write
  end
  return faults, evictions, writes
end

-- A random trace: mostly near where it was, sometimes anywhere; its text.
function M.random(count, pages, writes)
  local references, lines, at = {}, {}, 0
  for i = 1, count do
    if math.random() < 0.3 then
      at = math.random(0, pages - 1)
    else
      at = (at + math.random(-2, 2)) % pages
    end
    local is_write = math.random() < writes
    references[i] = { at, is_write }
    lines[i] = at .. (is_write and " w" or "")
  end
  return references, table.concat(lines, "\n") .. "\n"
end

return M
