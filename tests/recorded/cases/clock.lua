-- SPDX-License-Identifier: MIT
-- clock_reference: what it makes of random traces.

local reference = require "clock_reference"

for seed = 1, 6 do
  math.randomseed(seed)
  local references, text = reference.random(90 * seed, 6 * seed, seed / 10)
  for i = 1, 10 do print(references[i][1], references[i][2]) end
  print(#text, text:sub(1, 60))
  for frames = 1, 7 do
    print(seed, frames, "clock", reference.clock(references, frames))
    print(seed, frames, "fifo", reference.fifo(references, frames))
  end
end
