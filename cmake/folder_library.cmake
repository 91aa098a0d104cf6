# One static library per folder of sim/, so that an arrow between folders is a link edge.
#
#   forestall_folder_library(<folder>
#       FOLDERS <folder>...         # folders it may use
#       PUBLIC  <target>...         # third-party targets its headers show
#       PRIVATE <target>...         # third-party targets only its .cpp files see
#       EXCLUDE <file>...)          # sources that belong to another target
#
# The target is forestall_<folder>. New .cpp files are picked up by the next build. A folder that has only
# headers becomes an interface library.
function(forestall_folder_library folder)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "FOLDERS;PUBLIC;PRIVATE;EXCLUDE")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "forestall_folder_library(${folder}): unknown argument ${arg_UNPARSED_ARGUMENTS}")
    endif()
    set(target forestall_${folder})
    list(TRANSFORM arg_FOLDERS PREPEND forestall_)

    file(GLOB sources CONFIGURE_DEPENDS *.cpp)
    foreach(file IN LISTS arg_EXCLUDE)
        list(REMOVE_ITEM sources "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
    endforeach()

    if(sources)
        add_library(${target} STATIC ${sources})
        target_link_libraries(${target} PUBLIC forestall_options ${arg_FOLDERS} ${arg_PUBLIC}
                                        PRIVATE ${arg_PRIVATE})
    else()
        add_library(${target} INTERFACE)
        target_link_libraries(${target} INTERFACE forestall_options ${arg_FOLDERS} ${arg_PUBLIC})
    endif()
endfunction()
