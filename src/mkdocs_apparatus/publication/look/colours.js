// A first visit follows the system's colours before the first paint, as Material's scripts
// would afterwards; search and colours are shown at once. Stands after Material's script,
// whose `palette` is what a reader chose earlier. o are the options, as in `PALETTE` of
// host/look.py: colours of the system, light, dark; each is followed by the label that leads to
// the next. Which one holds is said to be checked.
{
  let d = document, o = d.getElementsByName("__palette")
  d.documentElement.className = "js lazy"
  palette || Object.assign(d.body.dataset, o[matchMedia("(prefers-color-scheme:dark)").matches ? 2 : 1].dataset)
  o = o[palette?.index || 0]
  o.checked = !(o.nextElementSibling.hidden = false)
}
