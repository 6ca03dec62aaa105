-- SPDX-License-Identifier: MIT
-- Never ends by itself.
while true do end
