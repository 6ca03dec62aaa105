# SPDX-License-Identifier: MIT
# Question: What does it cost that a module of ring 1 calls a client?
height = 460
load 'plots/part/common.gp'
# Zero bytes stand left of those that there are.
set logscale xy
set xtics ('0' 16, '64' 64, '256' 256, '1k' 1024, '4k' 4096)
at(x) = x == 0 ? 16 : x
set xrange [12:x_max > 5000 ? 1.3 * x_max : 5000]
set yrange [y_min < 20 ? y_min : 20:*]
set format y human
set xlabel 'bytes there, and as many back'
set ylabel sprintf('%s there and back', unit)
plot for [i = 1:count] data index i - 1 using (at($1)):2 with lines \
         linecolor rgb colour(i) linewidth 1.5 dashtype dash(i) notitle, \
     for [i = 1:count] data index i - 1 using (at($1)):2:3:4 with yerrorbars \
         linecolor rgb colour(i) pointtype shape(i) pointsize 1.3 \
         linewidth 1.5 title columnheader(1)
