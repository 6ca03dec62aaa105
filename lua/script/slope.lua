-- SPDX-License-Identifier: MIT
-- slope: of the straight line nearest to the points { { x, y }, ... } (least
-- squares): what y grows by for each further x. Also used by the host.

return function(points)
  if type(points) ~= "table" then
    error(("slope: bad argument 'points' (table expected, got %s)"):format(
      type(points)), 2)
  end
  local n, sx, sy, sxx, sxy = #points, 0.0, 0.0, 0.0, 0.0
  for _, point in ipairs(points) do
    local x, y = point[1], point[2]
    sx, sy, sxx, sxy = sx + x, sy + y, sxx + x * x, sxy + x * y
  end
  local spread = n * sxx - sx * sx
  return spread == 0 and 0.0 or (n * sxy - sx * sy) / spread
end
