# SPDX-License-Identifier: MIT
# Question: What does it cost to go from one client to another?
height = 420
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/bars.gp'
