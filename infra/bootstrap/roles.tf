locals {
  # The roles that modules/stack/roles.tf grants, by their ids: a condition on role assignments knows no names.
  # infra/tests compares the two lists.
  grantable_roles = {
    "AcrPull"                                  = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
    "App Configuration Data Reader"            = "516239f1-63e1-4d78-a4de-a74fb236a071"
    "Durable Task Data Contributor"            = "0ad04412-c4d5-4796-b79c-f76d14c8d402"
    "Key Vault Crypto Service Encryption User" = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
    "Key Vault Secrets Officer"                = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"
    "Key Vault Secrets User"                   = "4633458b-17de-408a-b874-0445c86b69e6"
    "Monitoring Metrics Publisher"             = "3913510d-42f4-4e42-8a64-420c390055eb"
    "Network Contributor"                      = "4d97b98b-1d4f-4787-a291-c67834d212e7"
    "Reader"                                   = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
    "Storage Blob Data Owner"                  = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
    "Storage Queue Data Contributor"           = "974c5e8b-45b9-4653-ba55-5f855dd0fb88"
    "Storage Table Data Contributor"           = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"
  }
}
