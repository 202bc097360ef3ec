output "pipeline_ids" {
  description = "Pipelines by name, for links and for `az pipelines run`."
  value       = { for name, pipeline in azuredevops_build_definition.this : name => pipeline.id }
}
