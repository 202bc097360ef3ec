output "id" {
  description = "Private endpoint."
  value       = azurerm_private_endpoint.this.id
}
