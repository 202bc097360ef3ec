output "stem" {
  description = "Middle part of a name: put the kind and a dash before it, as in `log-<stem>`."
  value       = local.stem
}

output "packed" {
  description = "The same for globally unique names without dashes (storage account, registry), hash included; 20 characters at most, so that a kind of up to 4 letters fits."
  value       = local.packed
}

output "unique" {
  description = "Globally unique name with dashes (vault, store, scheduler): put the kind and a dash before it."
  value       = "${local.stem}-${local.hash}"
}

output "region" {
  description = "Short form of the region."
  value       = local.region
}

output "tags" {
  description = "Tags that every resource carries."
  value       = local.tags
}
