# SPDX-License-Identifier: MIT
# Horizontal bars from zero: the overhead in grey, the operation in blue.
# For cases of the same order of magnitude. Needs common.gp and cases.gp.

set style fill solid 1.0 noborder
set xrange [0:top * 1.12]
half = count > 1 ? 0.28 : 0.18
plot data using (0):1:(0):6:($1 - half):($1 + half):ytic(2) with boxxyerror \
         linecolor rgb grey title 'overhead of an empty body', \
     data using 6:1:6:3:($1 - half):($1 + half) with boxxyerror \
         linecolor rgb blue title 'the operation', \
     data using 3:1:4:5 with xerrorbars linecolor rgb black pointtype 0 \
         linewidth 1.5 notitle, \
     data using 5:1:(sprintf('  %d net', $3 - $6)) with labels left \
         textcolor rgb black notitle
