# SPDX-License-Identifier: MIT
# Question: What does each kind of binding cost, as the bytes grow?
height = 640
load 'plots/part/common.gp'
# Both axes are logarithmic, and zero bytes stand left of four.
set logscale xy
set xtics ('0' 1, '4' 4, '16' 16, '64' 64, '256' 256, '1k' 1024, '4k' 4096)
at(x) = x == 0 ? 1 : x
set xrange [0.8:x_max > 5000 ? 1.3 * x_max : 5000]
set yrange [y_min < 20 ? y_min : 20:*]
set format y human
set ytics add ('50' 50, '200' 200, '500' 500, '2k' 2000, '5k' 5000)
set xlabel 'bytes  (key: kind of binding, rings crossed)'
set ylabel sprintf('%s per round trip', unit)
# Kinds that cost the same lie on one line: the last one's symbols are open
# and large, so that those below show.
size(i) = i >= 7 ? 2 : 1.1
plot for [i = 1:count] data index i - 1 using (at($1)):2 with lines \
         linecolor rgb colour(i) linewidth 1.5 notitle, \
     for [i = 1:count] data index i - 1 using (at($1)):2:3:4 with yerrorbars \
         linecolor rgb colour(i) pointtype 0 linewidth 1.5 notitle, \
     for [i = 1:count] data index i - 1 using (at($1)):2 with points \
         linecolor rgb colour(i) pointtype shape(i) pointsize size(i) \
         linewidth 1.5 title columnheader(1)
