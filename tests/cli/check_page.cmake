# SPDX-License-Identifier: Apache-2.0
# check_page.cmake: PROGRAM describe --page must print what PAGE holds.
execute_process(COMMAND ${PROGRAM} describe --page OUTPUT_FILE ${OUTPUT} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} describe --page: exit status ${status}")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${OUTPUT} ${PAGE} RESULT_VARIABLE differs)
if(NOT differs EQUAL 0)
  message(FATAL_ERROR "${PAGE} is stale: write it anew with `imcbench describe --page`")
endif()
