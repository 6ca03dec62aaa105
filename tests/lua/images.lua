-- SPDX-License-Identifier: MIT
-- Which module the CM asks for images. `ask` is the interface of
-- tests/modules/asker.c.
--
--     local images = require "images"
--     images.bind(ask, source, "images")
--     images.bind(ask, deimos.find "archive", "archive")

local M = {}

function M.bind(ask, provider, interface)
  local cm <const> = deimos.find("cm").handle
  for _, b in ipairs(deimos.graph().bindings) do
    if b.caller == cm then
      assert(ask.rebind(b.handle, provider.handle, interface) == 0)
    end
  end
end

return M
