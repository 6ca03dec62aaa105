-- SPDX-License-Identifier: MIT
-- The wrapper by which the n-th allocation of the core fails. Only HARD builds
-- have it: with another, the test that wants it is skipped.

local wrapper = deimos.find("hard")
if not wrapper then
  deimos.exit("skip", "the allocators of this build cannot be made to fail; "
    .. "make test HARD=1 can")
end

return wrapper:open("hard")
