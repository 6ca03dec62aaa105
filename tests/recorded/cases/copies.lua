-- SPDX-License-Identifier: MIT
-- copies and keeper: a stream's bytes, and a message with its reply.
-- modules: client keeper stepper giver

local copies = require "copies"

copies.each(false, { copies.STREAM[1] })
for _, name in ipairs { "MESSAGE", "QUEUE", "STREAM" } do
  for i, case in ipairs(copies[name]) do
    for answer in pairs(case[3]) do print(name, i, case[1], case[2], answer) end
  end
end
